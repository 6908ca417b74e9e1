import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Log } from '#src/ports/log.ts';
import { handOver, stopWaiting, tryToOwn, waitToOwn } from './owner-lock.ts';

/** A process's role in a server: its owner, or a follower that takes over when the owner leaves. */
export type Ownership = {
  readonly isOwner: boolean;
  /** Leaves the server to the others. True when nobody else is there: stop the server, then `close`. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
};

export type OwnershipOptions = {
  isOwner: boolean;
  /** Undefined when the server has ended. Waits for one that is not ready, by default as long as recovery may take. */
  reconnect: (timeoutMs?: number) => Promise<Client | undefined>;
  log: Log;
};

const LEAVE_TIMEOUT_MS = 1_000;
const CANCEL_AGAIN_MS = 50;

type State = {
  client: Client;
  isOwner: boolean;
  isLeaving: boolean;
  /** Ends when a follower has become the owner, or cannot become it any more. */
  waiting?: Promise<void>;
};

/** Keeps the role that `client` has taken, even when the connection drops because the server recovers from a crash. */
export function keepOwnership(client: Client, options: OwnershipOptions): Ownership {
  const state: State = { client, isOwner: options.isOwner, isLeaving: false };
  follow(state, options);
  return {
    get isOwner() {
      return state.isOwner;
    },
    leave: () => leave(state, options),
    close: () => state.client.end(),
  };
}

function follow(state: State, options: OwnershipOptions): void {
  state.client.once('end', () => void rejoin(state, options));
  if (!state.isOwner) state.waiting = waitForOwner(state, options.log);
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

async function leave(state: State, { reconnect, log }: OwnershipOptions): Promise<boolean> {
  state.isLeaving = true;
  try {
    if (!state.isOwner) await learnWhetherOwner(state, reconnect);
    return state.isOwner && !(await handOver(state.client));
  } catch (err) {
    log.warn({ err }, 'Could not ask the embedded Postgres for followers');
    return state.isOwner;
  }
}

/**
 * The owner may have left a moment ago: its lock is then ours, although we have not heard of it yet. Cancels again until
 * the waiting has ended, for a request that had not reached Postgres yet cannot be cancelled.
 */
async function learnWhetherOwner(state: State, reconnect: OwnershipOptions['reconnect']): Promise<void> {
  const other = await reconnect(LEAVE_TIMEOUT_MS);
  if (!other) return;
  const waiting = state.waiting?.then(() => 'ended');
  try {
    while (waiting) {
      await stopWaiting(other);
      if (await Promise.race([waiting, sleep(CANCEL_AGAIN_MS)])) return;
    }
  } finally {
    await other.end();
  }
}
