import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { codeOf } from '#src/kit/errors.ts';

/**
 * The advisory lock, on database `postgres`, held for life by the process that will stop the server. The number is
 * "largesse" in ASCII.
 */
const OWNER_LOCK = '7809649017246413669';

/** Prefix of the `application_name` of each process's connection, followed by its process id. */
export const APPLICATION = 'largesse';

const LOCK_NOT_AVAILABLE = '55P03';
const HAND_OVER_MS = 3_000;
const TAKEN_CHECKS = 10;
const TAKEN_CHECK_MS = 30;

/** Postgres shows a bigint key in two halves. */
const OWNER_LOCKS = `select pid from pg_locks where locktype = 'advisory' and objsubid = 1
  and classid::bigint << 32 | objid::bigint = $1::bigint`;

const OTHER_PROCESSES = `select from pg_stat_activity
  where application_name like $1 and datname = current_database() and pid <> pg_backend_pid()`;

/** Takes the lock if it is free. */
export async function tryToOwn(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>('select pg_try_advisory_lock($1) as owns', [
    OWNER_LOCK,
  ]);
  return rows[0]?.owns === true;
}

/**
 * Waits, perhaps for hours, until the owner has left, then owns the server. Postgres checks every second that we are
 * still there, so it never gives the lock to a process that died while waiting.
 */
export async function waitToOwn(client: Client): Promise<void> {
  await client.query(`set client_connection_check_interval = '1s'`);
  await client.query('select pg_advisory_lock($1)', [OWNER_LOCK]);
}

/** Waits for the owner to leave, but no longer than this: false then. */
export async function waitToOwnFor(client: Client, timeoutMs: number): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${timeoutMs}`);
    await client.query('select pg_advisory_lock($1)', [OWNER_LOCK]);
    await client.query('commit');
    return true;
  } catch (fault) {
    if (codeOf(fault) !== LOCK_NOT_AVAILABLE) throw fault;
    await client.query('rollback');
    return false;
  }
}

/** Ends this process's waiting for the lock, over another of its connections. */
export async function stopWaiting(client: Client): Promise<void> {
  await client.query(
    `select pg_cancel_backend(pid) from pg_stat_activity
    where application_name = $2 and pid in (${OWNER_LOCKS} and not granted)`,
    [OWNER_LOCK, `${APPLICATION} ${process.pid}`],
  );
}

/**
 * Releases the lock to the other processes on this server. False when nobody took it and it is ours again.
 *
 * A process that has only just connected may not wait for the lock yet, so it gets a few seconds to do so.
 */
export async function handOver(client: Client): Promise<boolean> {
  const giveUpAt = performance.now() + HAND_OVER_MS;
  while (performance.now() < giveUpAt && (await hasFollowers(client))) {
    await client.query('select pg_advisory_unlock($1)', [OWNER_LOCK]);
    if (await isTaken(client)) return true;
  }
  return false;
}

/** Whether another process takes the lock and keeps it: one that is dying gives it back. */
async function isTaken(client: Client): Promise<boolean> {
  for (let check = 0; check < TAKEN_CHECKS; check += 1) {
    await sleep(TAKEN_CHECK_MS);
    if (await tryToOwn(client)) return false;
  }
  return true;
}

async function hasFollowers(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(OTHER_PROCESSES, [`${APPLICATION} %`]);
  return rowCount !== 0;
}

/** The process id of the owner, as far as the server knows it. */
export async function findOwnerPid(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity where pid in (${OWNER_LOCKS} and granted)`,
    [OWNER_LOCK],
  );
  return Number(rows[0]?.name.split(' ')[1]) || undefined;
}
