import { Routes } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotConnected } from '#src/domain/kit/trouble.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordConfig } from './discord-config.ts';
import { findIntents } from './find-intents.ts';
import { type GatewayInformation, gatewayInformation } from './gateway-packet.ts';
import type { GatewaySession } from './converse.ts';
import { createShards, type ShardsOptions } from './shards.ts';
import { elsewhere, troubleOf } from './trouble-of.ts';

export type Gateway = { close(): Promise<void> };

export type GatewayDeps = Pick<
  ShardsOptions,
  'log' | 'clock' | 'sessions' | 'onDispatch' | 'onLost' | 'signal'
> & {
  api: DiscordApi;
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
  const shards = createShards({ ...deps, ...information, token: config.token, intents });
  try {
    for (const [index, batch] of batchesOf(information).entries()) {
      const isNew = batch.some((shardId) => !sessions.has(shardId));
      if (isNew && index > 0) await sleep(IDENTIFY_EVERY_MS, undefined, { signal: deps.signal });
      await shards.open(batch);
    }
  } catch (error) {
    await shards.close({ keepsSession: true });
    throw error instanceof NotConnected ? error : new NotConnected(troubleOf(error), error);
  }
  return { close: () => shards.close({ keepsSession: false }) };
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
