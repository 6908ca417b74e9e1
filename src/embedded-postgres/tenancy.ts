import type { Client } from 'pg';
import type { Log } from '#src/ports/log.ts';
import { handOver, tryToOwn, waitToOwn } from './ownership.ts';

/** A process's part in a server: its owner, or a guest that becomes the owner when the owner goes. */
export type Tenancy = {
  readonly isOwner: boolean;
  /** Leaves the server to others. True when there is nobody else: the server is to be stopped, before `close`. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
};

export type TenancyOptions = {
  isOwner: boolean;
  /** Gives undefined when the server has ended. */
  reconnect: () => Promise<Client | undefined>;
  log: Log;
};

type State = { client: Client; isOwner: boolean; isLeaving: boolean };

/** Keeps the part that `client` has taken, also when its connection is lost because the server recovers from a crash. */
export function keepTenancy(client: Client, options: TenancyOptions): Tenancy {
  const state = { client, isOwner: options.isOwner, isLeaving: false };
  stay(state, options);
  return {
    get isOwner() {
      return state.isOwner;
    },
    leave: () => leave(state, options.log),
    close: () => state.client.end(),
  };
}

function stay(state: State, options: TenancyOptions): void {
  state.client.once('end', () => void comeBack(state, options));
  if (!state.isOwner) void succeed(state, options.log);
}

async function succeed(state: State, log: Log): Promise<void> {
  try {
    await waitToOwn(state.client);
    state.isOwner = true;
    log.info({}, 'this process owns the embedded Postgres now');
  } catch (err) {
    if (!state.isLeaving) log.warn({ err }, 'this process waits no longer to own the embedded Postgres');
  }
}

async function comeBack(state: State, options: TenancyOptions): Promise<void> {
  if (state.isLeaving) return;
  options.log.warn({}, 'the connection to the embedded Postgres was lost');
  try {
    const client = await options.reconnect();
    if (!client) return options.log.error({}, 'the embedded Postgres has ended: start Largesse again');
    if (state.isLeaving) return await client.end();
    state.client = client;
    state.isOwner = await tryToOwn(client);
    stay(state, options);
  } catch (err) {
    options.log.error({ err }, 'the embedded Postgres does not answer: start Largesse again');
  }
}

async function leave(state: State, log: Log): Promise<boolean> {
  state.isLeaving = true;
  if (!state.isOwner) return false;
  try {
    return !(await handOver(state.client));
  } catch (err) {
    log.warn({ err }, 'the embedded Postgres could not be asked for guests');
    return true;
  }
}
