import { Client, Events, GatewayDispatchEvents, InteractionType, Options } from 'discord.js';
import { z } from 'zod';
import type { ChatHost } from '#src/ports/chat.ts';
import { answerInteraction, type InteractionDeps } from './answer-interaction.ts';
import { closeRest, type DiscordApi, restOptions } from './discord-api.ts';
import type { DiscordConfig, DiscordDeps } from './discord-config.ts';
import { createReconnecting, type Reconnecting } from './end-reconnecting.ts';
import { findIntents } from './find-intents.ts';
import { followMember, MEMBER_EVENTS } from './follow-member.ts';
import { guild, interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';

export type Gateway = { close(): Promise<void> };

type GatewayDeps = Pick<DiscordDeps, 'log' | 'clock'> & { api: DiscordApi; host: ChatHost };

const ANSWERED = new Set([
  InteractionType.ApplicationCommand,
  InteractionType.MessageComponent,
  InteractionType.ModalSubmit,
]);

/** How long `close` waits for answers in progress and for a connection attempt. */
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Connects to Discord's gateway, all shards in this process, and passes on guilds, interactions and what becomes of
 * members. Throws when the first connection fails; discord.js retries later ones.
 */
export async function connectGateway(config: DiscordConfig, deps: GatewayDeps): Promise<Gateway> {
  const reconnecting = createReconnecting();
  const client = createClient(config, reconnecting, await findIntents(deps));
  const running = new Set<Promise<void>>();

  function run(event: string, work: () => Promise<void>): void {
    const settled = work()
      .catch((error: unknown) => {
        deps.log.error({ event, err: describeError(error) }, 'Discord event could not be handled');
      })
      .finally(() => running.delete(settled));
    running.add(settled);
  }

  watchConnection(client, deps);
  for (const event of [GatewayDispatchEvents.GuildCreate, GatewayDispatchEvents.GuildUpdate]) {
    client.ws.on(event, (data: unknown) => run(event, () => presentGuild(deps.host, config, data)));
  }
  for (const event of MEMBER_EVENTS) {
    client.ws.on(event, (data: unknown) => run(event, () => followMember(deps.host, event, data)));
  }
  // Read from the raw gateway events: discord.js holds interactions back for up to 15 s until every guild has arrived,
  // and Discord expects an answer within 3 s.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (data: unknown) =>
    run(GatewayDispatchEvents.InteractionCreate, () =>
      handleInteraction({ ...deps, retryingRest: client.rest }, data),
    ),
  );
  await logIn(client, config);

  async function finish(): Promise<void> {
    await reconnecting.end();
    await client.destroy();
    await Promise.allSettled(running);
  }
  return {
    async close() {
      await Promise.race([finish(), sleepUnref(CLOSE_TIMEOUT_MS)]);
      closeRest(client.rest);
    },
  };
}

/** Caches only what we read: otherwise a server's members would fill the memory, one command at a time. */
function createClient(config: DiscordConfig, { buildStrategy }: Reconnecting, intents: number): Client {
  return new Client({
    intents,
    shards: 'auto',
    ws: { buildStrategy },
    rest: { ...restOptions(config), retries: 2 },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
}

function watchConnection(client: Client, { log }: GatewayDeps): void {
  client.on(Events.ShardReady, (shardId) => log.info({ shardId }, 'Discord gateway ready'));
  client.on(Events.ShardReconnecting, (shardId) => log.warn({ shardId }, 'Discord gateway reconnecting'));
  client.on(Events.ShardError, (error, shardId) =>
    log.warn({ shardId, err: describeError(error) }, 'Discord gateway connection failed'),
  );
  client.on(Events.ShardDisconnect, ({ code }, shardId) =>
    log.error({ shardId, code }, 'Discord closed the gateway for good: check the bot token, then restart'),
  );
  client.on(Events.Error, (error) =>
    log.warn({ err: describeError(error) }, 'Discord client reported an error'),
  );
}

/** Discord sends each guild after every new session, when the bot joins, and when its name changes. */
async function presentGuild(host: ChatHost, { guildIds = [] }: DiscordConfig, data: unknown): Promise<void> {
  const { id, name } = guild.parse(data);
  if (name === undefined) return;
  await host.onWorkspace({ platform: 'discord', workspaceId: id, name, isOurs: guildIds.includes(id) });
}

async function handleInteraction(deps: InteractionDeps, data: unknown): Promise<void> {
  const { type } = z.object({ type: z.enum(InteractionType) }).parse(data);
  if (ANSWERED.has(type)) return await answerInteraction(deps, interaction.parse(data));
  deps.log.warn({ type: InteractionType[type] }, 'Discord sent an interaction of a kind that we do not use');
}

async function logIn(client: Client, config: DiscordConfig): Promise<void> {
  try {
    await client.login(config.token);
  } catch (error) {
    closeRest(client.rest);
    throw new Error(`Discord did not let the bot log in (${describeError(error).reason})`, { cause: error });
  }
}

function sleepUnref(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs).unref();
  });
}
