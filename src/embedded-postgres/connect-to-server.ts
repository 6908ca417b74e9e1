import { asError, codeOf } from '#src/kit/errors.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { APPLICATION_ROLE, applicationPassword } from './application-role.ts';
import { SUPERUSER } from './create-cluster.ts';
import { APPLICATION } from './owner-lock.ts';
import type { ServerState } from './postmaster-file.ts';

const POLL_MS = 20;

/** How to reach a server on 127.0.0.1. */
export type ServerAddress = { port: number; password: string };

/**
 * How waiting for a server ended: with a connection, with the server's end, or with the last attempt's fault at the
 * deadline.
 */
export type Connected =
  | { kind: 'ready'; client: Client }
  | { kind: 'ended' }
  | { kind: 'late'; fault: Error };

/**
 * The address of a database for the role that owns everything. Sets `sslmode` because drivers would otherwise follow
 * `PGSSLMODE`, and this server has no TLS.
 */
export function serverUrl({ port, password }: ServerAddress, database: string, role = SUPERUSER): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

/** The address of a database for the role that Largesse works as. */
export function applicationUrl({ port, password }: ServerAddress, database: string): string {
  return serverUrl({ port, password: applicationPassword(password) }, database, APPLICATION_ROLE);
}

/** Connects to the maintenance database, waiting while the server starts, recovers or shuts down. */
export async function connectWhenReady(
  address: ServerAddress,
  wait: { deadline: number; findState: () => Promise<ServerState> },
): Promise<Connected> {
  for (;;) {
    const state = await wait.findState();
    if (state === 'ended') return { kind: 'ended' };
    const answer =
      state === 'ready' ? await tryConnect(address) : new Error('it is starting or shutting down');
    if (answer instanceof Client) return { kind: 'ready', client: answer };
    if (state === 'ready' && !isWorthWaiting(answer)) throw answer;
    if (Date.now() > wait.deadline) return { kind: 'late', fault: answer };
    await sleep(POLL_MS);
  }
}

async function tryConnect(address: ServerAddress): Promise<Client | Error> {
  const client = new Client({
    connectionString: serverUrl(address, 'postgres'),
    application_name: `${APPLICATION} ${process.pid}`,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  // `end` reports a lost connection too, but without an `error` listener Node would crash the process.
  client.on('error', ignore);
  try {
    await client.connect();
    return client;
  } catch (fault) {
    return asError(fault);
  }
}

function ignore(): void {}

/** 57P03 means the server is starting or shutting down; the other codes mean it is not listening yet, or no longer. */
function isWorthWaiting(fault: Error): boolean {
  return (
    ['57P03', 'ECONNREFUSED'].includes(codeOf(fault) ?? '') ||
    isCutOff(fault) ||
    /timeout/i.test(fault.message)
  );
}

/** Whether the server ended the connection, as it does when it stops. */
export function isCutOff(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  return ['57P01', 'ECONNRESET', 'EPIPE'].includes(codeOf(fault) ?? '') || /terminated/i.test(fault.message);
}
