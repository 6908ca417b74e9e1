import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isServerAlive, type RunningServer } from './postmaster-file.ts';
import { codeOf } from '#src/kit/errors.ts';

const POLL_MS = 20;
const FAST_TIMEOUT_MS = 10_000;
const IMMEDIATE_TIMEOUT_MS = 5_000;

/**
 * Stops a server: connections are cut and all is written (SIGINT); if that takes over 10 s, at once (SIGQUIT), whereupon
 * the next start recovers from the write-ahead log.
 */
export async function stopServer(server: RunningServer, cluster: string): Promise<void> {
  for (const [signal, timeoutMs] of [
    ['SIGINT', FAST_TIMEOUT_MS],
    ['SIGQUIT', IMMEDIATE_TIMEOUT_MS],
  ] as const) {
    if (!(await isServerAlive(server.pid, cluster))) return;
    send(signal, server.pid);
    if (await hasEnded(server, cluster, timeoutMs)) return;
  }
  throw new EmbeddedPostgresError(
    `The embedded Postgres (process ${server.pid}) does not stop: end it by hand.`,
  );
}

async function hasEnded(server: RunningServer, cluster: string, timeoutMs: number): Promise<boolean> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(POLL_MS))
    if (!(await isServerAlive(server.pid, cluster))) return true;
  return false;
}

function send(signal: 'SIGINT' | 'SIGQUIT', pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (fault) {
    if (codeOf(fault) !== 'ESRCH') throw fault;
  }
}
