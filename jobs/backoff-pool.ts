import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const FAIL_AFTER_MS = 1000;

/**
 * A pool for BullMQ's workers that delays its faults: after any fault except a refused connection BullMQ retries at
 * once, which would hammer a database that is starting or out of connections.
 */
export function createBackoffPool(url: string, { session, max }: { session: string; max: number }) {
  const pool = new pg.Pool({
    connectionString: url,
    options: session,
    max,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 15_000,
  });
  // BullMQ listens for errors on only some of the connections it takes; without a listener, a lost one would end the
  // process.
  pool.on('connect', (client) => client.on('error', ignore));
  // One that is lost while nobody uses it, or while the pool ends, is told to the pool.
  pool.on('error', ignore);
  // Each worker listens for the pool's errors too, and there are more than Node takes for a leak.
  pool.setMaxListeners(max + 1);
  return {
    options: pool.options,
    connect: () => pool.connect().catch(failLate),
    query: (text: string, values?: unknown[]) => pool.query(text, values).catch(failLate),
    on: pool.on.bind(pool),
    removeAllListeners: pool.removeAllListeners.bind(pool),
    end: () => pool.end(),
  };
}

async function failLate(fault: unknown): Promise<never> {
  if (isOutage(fault)) await pause(FAIL_AFTER_MS);
  throw fault;
}

/** The server was unreachable, or reported trouble with its connections, resources, state or operator. */
function isOutage(fault: unknown): boolean {
  if (!(fault instanceof pg.DatabaseError)) return true;
  return ['08', '53', '55', '57'].includes(fault.code?.slice(0, 2) ?? '');
}

function ignore(): void {}
