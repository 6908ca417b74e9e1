import pg from 'pg';

/** Where BullMQ keeps its tables. */
export const SCHEMA = 'bullmq';
/** BullMQ's functions are written for statements that see what was committed before them, whatever the database sets. */
export const ISOLATION = '-c default_transaction_isolation=read\\ committed';
/** What every session of the queue is opened with; `search_path` as BullMQ sets it on pools of its own. */
export const SESSION = `${ISOLATION} -c search_path=${SCHEMA}`;

/**
 * The queue in Postgres listens for notifications and sets its search path for the whole session, and DATABASE_URL leads
 * to a pooler that gives each transaction another session.
 */
export class QueueBehindPooler extends Error {
  override readonly name = 'QueueBehindPooler';
  readonly what =
    'DATABASE_URL leads to a pooler such as PgBouncer, and the queue in Postgres needs sessions of its own';
  readonly fix = 'Set REDIS_URL to keep the queue in Redis, or point DATABASE_URL straight at Postgres';

  constructor(options?: ErrorOptions) {
    super('', options);
    this.message = `${this.what}. ${this.fix}.`;
  }
}

/**
 * Connects to the queue's database as the queue does. End the client after use.
 *
 * @throws `QueueBehindPooler` where a pooler refuses these settings or drops them.
 */
export async function connectToQueue(url: string, timeoutMs?: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: SESSION,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ path: string }>(`select current_setting('search_path') as path`);
    if (rows[0]?.path !== SCHEMA) throw new QueueBehindPooler();
    return client;
  } catch (fault) {
    await client.end().catch(() => undefined);
    throw isStartRefused(fault) ? new QueueBehindPooler({ cause: fault }) : fault;
  }
}

/** PgBouncer's `unsupported startup parameter: options`. */
function isStartRefused(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && /startup parameter/u.test(fault.message);
}
