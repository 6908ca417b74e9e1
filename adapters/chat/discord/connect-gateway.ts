import { Routes } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import type { Log } from '#src/ports/log.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordConfig } from './discord-config.ts';
import { findIntents } from './find-intents.ts';
import { type GatewayInformation, gatewayInformation } from './gateway-packet.ts';
import type { GatewaySession } from './converse.ts';
import { openShard, type Shard } from './open-shard.ts';
import { elsewhere, troubleOf } from './trouble-of.ts';

export type Gateway = { close(): Promise<void> };

export type GatewayDeps = {
  log: Log;
  api: DiscordApi;
  /** Sessions to go on with, by the number of the shard. They outlive a connection. */
  sessions: Map<number, GatewaySession>;
  onDispatch: (event: string, data: unknown) => void;
  /** Called once, when any connection is lost. */
  onLost: (trouble: Trouble) => void;
  signal: AbortSignal;
};

/** Discord takes so many new sessions every five seconds; half a second is kept for clocks that differ. */
const IDENTIFY_EVERY_MS = 5_500;

/**
 * Connects to Discord's gateway, all shards in this process. Rejects with `NotConnected`.
 *
 * We speak the gateway's protocol ourselves: discord.js builds its structures from every packet, and one that it does not
 * expect ends the process.
 */
export async function connectGateway(config: DiscordConfig, deps: GatewayDeps): Promise<Gateway> {
  const information = await askForGateway(deps.api);
  const intents = await findIntents(deps);
  const { sessions } = deps;
  forgetOtherShards(sessions, information.shards);
  refuseWithoutStarts(information, sessions);
  const shards: Shard[] = [];
  let isOver = false;

  async function closeAll(keepsSession: boolean): Promise<void> {
    isOver = true;
    await Promise.allSettled(shards.map((shard) => shard.close({ keepsSession })));
  }
  /** The others close too, and are resumed together: a bot with several shards is rare, and nothing is missed. */
  function onLost(trouble: Trouble): void {
    if (isOver) return;
    void closeAll(true);
    deps.onLost(trouble);
  }

  try {
    for (const batch of batchesOf(information)) {
      const isNew = batch.some((shardId) => !sessions.has(shardId));
      if (isNew && shards.length > 0) await sleep(IDENTIFY_EVERY_MS, undefined, { signal: deps.signal });
      const opening = batch.map((shardId) =>
        openShard({
          ...deps,
          ...information,
          shard: [shardId, information.shards],
          token: config.token,
          intents,
          onLost,
        }),
      );
      shards.push(...(await allOrThrow(opening)));
    }
  } catch (error) {
    await closeAll(true);
    throw error instanceof NotConnected ? error : new NotConnected(troubleOf(error), error);
  }
  return { close: () => closeAll(false) };
}

async function askForGateway(api: DiscordApi): Promise<GatewayInformation> {
  try {
    const { data } = gatewayInformation.safeParse(await api.get(Routes.gatewayBot()));
    if (data) return data;
  } catch (error) {
    throw new NotConnected(troubleOf(error), error);
  }
  throw new NotConnected(elsewhere('no address of a gateway'));
}

/** A session belongs to one number of shards. */
function forgetOtherShards(sessions: Map<number, GatewaySession>, count: number): void {
  if (sessions.size !== count) sessions.clear();
}

/** Discord resets the token of a bot that begins more sessions than it may. */
function refuseWithoutStarts(
  { session_start_limit: limit, shards }: GatewayInformation,
  sessions: Map<number, GatewaySession>,
): void {
  if (limit.remaining >= shards - sessions.size) return;
  throw new NotConnected({
    reason: 'Discord takes no more new sessions of the bot today',
    advice:
      'Wait; and see what makes it connect so often: several processes with the chat role share its limit',
    retryAfterMs: limit.reset_after,
    needsPerson: false,
  });
}

function batchesOf({ shards, session_start_limit: limit }: GatewayInformation): number[][] {
  const size = limit.max_concurrency;
  return Array.from({ length: Math.ceil(shards / size) }, (_, batch) =>
    Array.from({ length: Math.min(size, shards - batch * size) }, (_each, index) => batch * size + index),
  );
}

/** Waits for all, so that none is left open when another fails. */
async function allOrThrow(opening: Promise<Shard>[]): Promise<Shard[]> {
  const settled = await Promise.allSettled(opening);
  const failed = settled.find((each) => each.status === 'rejected');
  if (!failed) return Promise.all(opening);
  const opened = settled.filter((each) => each.status === 'fulfilled');
  await Promise.allSettled(opened.map(({ value }) => value.close({ keepsSession: true })));
  throw failed.reason;
}
