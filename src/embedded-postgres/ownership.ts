import type { Client } from 'pg';
import type { Log } from '#src/ports/log.ts';
import { handOver, tryToOwn, waitToOwn } from './owner-lock.ts';

/** A process's role in a server: its owner, or a follower that takes over when the owner leaves. */
export type Ownership = {
  readonly isOwner: boolean;
  /** Leaves the server to the others. True when nobody else is there: stop the server, then `close`. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
};

export type OwnershipOptions = {
  isOwner: boolean;
  /** Undefined when the server has ended. */
  reconnect: () => Promise<Client | undefined>;
  log: Log;
};

type State = { client: Client; isOwner: boolean; isLeaving: boolean };

/** Keeps the role that `client` has taken, even when the connection drops because the server recovers from a crash. */
export function keepOwnership(client: Client, options: OwnershipOptions): Ownership {
  const state = { client, isOwner: options.isOwner, isLeaving: false };
  follow(state, options);
  return {
    get isOwner() {
      return state.isOwner;
    },
    leave: () => leave(state, options.log),
    close: () => state.client.end(),
  };
}

function follow(state: State, options: OwnershipOptions): void {
  state.client.once('end', () => void rejoin(state, options));
  if (!state.isOwner) void waitForOwner(state, options.log);
}

async function waitForOwner(state: State, log: Log): Promise<void> {
  try {
    await waitToOwn(state.client);
    state.isOwner = true;
    log.info({}, 'This process owns the embedded Postgres now');
  } catch (err) {
    if (!state.isLeaving)
      log.warn({ err }, 'This process can no longer become the owner of the embedded Postgres');
  }
}

async function rejoin(state: State, options: OwnershipOptions): Promise<void> {
  if (state.isLeaving) return;
  options.log.warn({}, 'Connection to the embedded Postgres lost');
  try {
    const client = await options.reconnect();
    if (!client) return options.log.error({}, 'Embedded Postgres has ended: start Largesse again');
    if (state.isLeaving) return await client.end();
    state.client = client;
    state.isOwner = await tryToOwn(client);
    follow(state, options);
  } catch (err) {
    options.log.error({ err }, 'Embedded Postgres does not answer: start Largesse again');
  }
}

async function leave(state: State, log: Log): Promise<boolean> {
  state.isLeaving = true;
  if (!state.isOwner) return false;
  try {
    return !(await handOver(state.client));
  } catch (err) {
    log.warn({ err }, 'Could not ask the embedded Postgres for followers');
    return true;
  }
}
