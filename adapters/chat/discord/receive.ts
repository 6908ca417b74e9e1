import { GatewayDispatchEvents, InteractionType, type REST } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { unreadableFields } from '#src/domain/kit/unreadable-fields.ts';
import type { ChatHost } from '#src/ports/chat.ts';
import { answerInteraction, type InteractionDeps } from './answer-interaction.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { readyGuilds } from './gateway-packet.ts';
import { guild, interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';

export type ReceiveDeps = Pick<DiscordDeps, 'log' | 'clock'> & {
  api: DiscordApi;
  retryingRest: REST;
  host: ChatHost;
  /** The servers that the bot is in; kept up to date here. */
  guildIds: Set<string>;
};

export type Receiver = {
  /** Takes any event of the gateway. Never throws: what cannot be read is refused in words where possible, and logged. */
  take(event: string, data: unknown): void;
  /** Waits up to 5 s for what is in progress. */
  settled(): Promise<void>;
};

const SETTLE_MS = 5_000;

/** Passes servers and interactions on to the host. */
export function createReceiver(deps: ReceiveDeps): Receiver {
  const underWay = new Set<Promise<void>>();
  return {
    take(event, data) {
      const work = handle(deps, event, data)
        .catch((error: unknown) => {
          deps.log.error({ event, err: describeError(error) }, 'Discord event could not be handled');
        })
        .finally(() => underWay.delete(work));
      underWay.add(work);
    },
    async settled() {
      await Promise.race([Promise.allSettled(underWay), sleep(SETTLE_MS, undefined, { ref: false })]);
    },
  };
}

async function handle(deps: ReceiveDeps, event: string, data: unknown): Promise<void> {
  switch (event) {
    case GatewayDispatchEvents.Ready:
      return rememberGuilds(deps, data);
    case GatewayDispatchEvents.GuildCreate:
    case GatewayDispatchEvents.GuildUpdate:
      return await presentGuild(deps, event, data);
    case GatewayDispatchEvents.GuildDelete:
      return forgetGuild(deps, event, data);
    case GatewayDispatchEvents.InteractionCreate:
      return await handleInteraction(deps, data);
    default:
  }
}

/** A new session begins with all of the bot's servers; those that Discord cannot reach follow when it can. */
function rememberGuilds({ guildIds, log }: ReceiveDeps, data: unknown): void {
  const { data: known, error } = readyGuilds.safeParse(data);
  if (!known) return dropped(log, GatewayDispatchEvents.Ready, error);
  guildIds.clear();
  for (const { id } of known.guilds) guildIds.add(id);
}

/** Discord sends each server after every new session, when the bot joins, and when its name changes. */
async function presentGuild(
  { host, guildIds, log }: ReceiveDeps,
  event: string,
  data: unknown,
): Promise<void> {
  const { data: known, error } = guild.safeParse(data);
  if (!known) return dropped(log, event, error);
  const { id, name } = known;
  guildIds.add(id);
  if (name !== undefined) await host.onWorkspace({ platform: 'discord', workspaceId: id, name });
}

/** Removes a server that the bot left; one that is merely unavailable comes back. */
function forgetGuild({ guildIds, log }: ReceiveDeps, event: string, data: unknown): void {
  const { data: known, error } = guild.safeParse(data);
  if (!known) return dropped(log, event, error);
  if (known.unavailable !== true) guildIds.delete(known.id);
}

function dropped(log: ReceiveDeps['log'], event: string, error: z.ZodError): void {
  log.warn({ event, fields: unreadableFields(error) }, 'Discord sent an event that could not be read');
}

const ANSWERED: ReadonlySet<number> = new Set([
  InteractionType.ApplicationCommand,
  InteractionType.MessageComponent,
  InteractionType.ModalSubmit,
]);

const anyInteraction = z.looseObject({ type: z.number().optional().catch(undefined) });

async function handleInteraction(deps: InteractionDeps, data: unknown): Promise<void> {
  const { data: known, error } = interaction.safeParse(data);
  if (known) return await answerInteraction(deps, known);
  const type = anyInteraction.safeParse(data).data?.type;
  if (type === undefined || ANSWERED.has(type))
    return await refuseUnreadable(deps, data, unreadableFields(error));
  deps.log.warn(
    { type: InteractionType[type] ?? type },
    'Discord sent an interaction of a kind that we do not use',
  );
}
