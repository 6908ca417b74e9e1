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
 * @throws `QueueBehindPooler` where a pooler refuses these settings, drops them, or gives each transaction another
 * session.
 */
export async function connectToQueue(url: string, timeoutMs?: number): Promise<pg.Client> {
  const client = clientFor(url, timeoutMs);
  try {
    await client.connect();
    const { path, pid } = await lookAtSession(client);
    if (path !== SCHEMA) throw new QueueBehindPooler();
    if (pid !== announcedPid(client) && (await isShared(client, url, timeoutMs)))
      throw new QueueBehindPooler();
    return client;
  } catch (fault) {
    await client.end().catch(() => undefined);
    throw isStartRefused(fault) ? new QueueBehindPooler({ cause: fault }) : fault;
  }
}

function clientFor(url: string, timeoutMs: number | undefined): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    options: SESSION,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  return client;
}

async function lookAtSession(
  client: pg.Client,
): Promise<{ path: string | undefined; pid: number | undefined }> {
  const { rows } = await client.query<{ path: string; pid: number }>(
    `select current_setting('search_path') as path, pg_backend_pid() as pid`,
  );
  return { path: rows[0]?.path, pid: rows[0]?.pid };
}

/** Postgres names the process of a session when it opens; a pooler names one of its own. */
function announcedPid(client: pg.Client): number | undefined {
  return (client as unknown as { processID?: number }).processID;
}

/** A pooler may keep `search_path`, and carry it from session to session: then a second client shows what it does. */
async function isShared(client: pg.Client, url: string, timeoutMs: number | undefined): Promise<boolean> {
  const other = clientFor(url, timeoutMs);
  try {
    await other.connect();
    const { pid: before } = await lookAtSession(client);
    await other.query('begin');
    const { pid: beside } = await lookAtSession(other);
    const { pid: after } = await lookAtSession(client);
    return beside === before || after !== before;
  } finally {
    await other.end().catch(() => undefined);
  }
}

/** PgBouncer's `unsupported startup parameter: options`. */
function isStartRefused(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && /startup parameter/u.test(fault.message);
}
