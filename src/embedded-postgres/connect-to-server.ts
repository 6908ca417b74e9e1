import { asError, codeOf } from '#src/kit/errors.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { SUPERUSER } from './create-cluster.ts';
import { APPLICATION } from './owner-lock.ts';
import type { ServerState } from './postmaster-file.ts';

const POLL_MS = 20;

/** How to reach a server on 127.0.0.1. */
export type ServerAddress = { port: number; password: string };

/**
 * What waiting for a server comes to: a connection, the server's end, or the fault that the last attempt had at
 * the deadline.
 */
export type Connected =
  | { kind: 'ready'; client: Client }
  | { kind: 'ended' }
  | { kind: 'late'; fault: Error };

/** `sslmode` is said because drivers would else heed `PGSSLMODE`, and this server speaks no TLS. */
export function serverUrl({ port, password }: ServerAddress, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

/** Connects to the maintenance database, waiting while the server starts up, recovers or shuts down. */
export async function connectWhenReady(
  address: ServerAddress,
  wait: { deadline: number; findState: () => Promise<ServerState> },
): Promise<Connected> {
  for (;;) {
    const state = await wait.findState();
    if (state === 'ended') return { kind: 'ended' };
    const answer =
      state === 'ready' ? await tryConnect(address) : new Error('it is busy with its start or its end');
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
  // A lost connection is told by `end` too; without a listener Node would end the process at `error`.
  client.on('error', ignore);
  try {
    await client.connect();
    return client;
  } catch (fault) {
    return asError(fault);
  }
}

function ignore(): void {}

/** 57P03 is said by a server that starts up or shuts down; the rest is a server that does not listen yet or any more. */
function isWorthWaiting(fault: Error): boolean {
  const waiting = ['57P03', '57P01', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];
  return waiting.includes(codeOf(fault) ?? '') || /terminated|timeout/i.test(fault.message);
}
