import { GatewayDispatchEvents, InteractionType, type REST } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { unreadableFields } from '#src/domain/kit/unreadable-fields.ts';
import type { ChatHost, ChatPlatform } from '#src/ports/chat.ts';
import { answerDirectMessage, gatewayMessage } from './answer-direct-message.ts';
import { answerInteraction, type InteractionDeps } from './answer-interaction.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordConfig, DiscordDeps } from './discord-config.ts';
import { followMember, type MEMBER_EVENTS } from './follow-member.ts';
import { guild, interaction, role } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';

export type ReceiveDeps = Pick<DiscordDeps, 'log' | 'clock'> &
  Pick<ChatPlatform, 'sendDirectMessage'> & {
    config: DiscordConfig;
    api: DiscordApi;
    retryingRest: REST;
    host: ChatHost;
  };

/** The names of roles that Discord told of, by id: for a role that is typed it sends only that. */
type RoleNames = Map<string, string>;

type HandleDeps = ReceiveDeps & { roleNames: RoleNames };

export type Receiver = {
  /** Takes any event of the gateway. Never throws: what cannot be read is refused in words where possible, and logged. */
  take(event: string, data: unknown): void;
  /** Waits up to 5 s for what is in progress. */
  settled(): Promise<void>;
};

const SETTLE_MS = 5_000;

/** Passes servers, interactions, direct messages and what becomes of members and roles on to the host. */
export function createReceiver(receiveDeps: ReceiveDeps): Receiver {
  const deps = { ...receiveDeps, roleNames: new Map<string, string>() };
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

async function handle(deps: HandleDeps, event: string, data: unknown): Promise<void> {
  switch (event) {
    case GatewayDispatchEvents.GuildCreate:
    case GatewayDispatchEvents.GuildUpdate:
      return await presentGuild(deps, event, data);
    case GatewayDispatchEvents.GuildRoleCreate:
    case GatewayDispatchEvents.GuildRoleUpdate:
      return noteRoles(deps, [changedRole.safeParse(data).data?.role]);
    case GatewayDispatchEvents.GuildMemberUpdate:
    case GatewayDispatchEvents.GuildMemberRemove:
      return await passOnMember(deps, event, data);
    case GatewayDispatchEvents.GuildRoleDelete:
      return await passOnRole(deps, event, data);
    case GatewayDispatchEvents.MessageCreate:
      return await takeMessage(deps, event, data);
    case GatewayDispatchEvents.InteractionCreate:
      return await handleInteraction(deps, data);
    default:
  }
}

/** Discord sends each server after every new session, when the bot joins, and when its name changes. */
async function presentGuild(deps: HandleDeps, event: string, data: unknown): Promise<void> {
  const { host, config, log } = deps;
  const { data: known, error } = guild.safeParse(data);
  if (!known) return dropped(log, event, error);
  const { id, name, roles } = known;
  noteRoles(deps, roles);
  if (name === undefined) return;
  const isOurs = config.guildIds?.includes(id) ?? false;
  await host.onWorkspace({ platform: 'discord', workspaceId: id, name, isOurs });
}

const changedRole = z.object({ role });

function noteRoles({ roleNames }: HandleDeps, roles: readonly (z.infer<typeof role> | undefined)[]): void {
  for (const one of roles) if (one) roleNames.set(one.id, one.name);
}

async function passOnMember(
  { host, log }: ReceiveDeps,
  event: (typeof MEMBER_EVENTS)[number],
  data: unknown,
): Promise<void> {
  try {
    await followMember(host, event, data);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    dropped(log, event, error);
  }
}

const goneRole = z.object({ guild_id: z.string(), role_id: z.string() });

/** Discord does not tell of the members who lose it. */
async function passOnRole({ host, log, roleNames }: HandleDeps, event: string, data: unknown): Promise<void> {
  const { data: gone, error } = goneRole.safeParse(data);
  if (!gone) return dropped(log, event, error);
  roleNames.delete(gone.role_id);
  await host.onGroupGone({ platform: 'discord', workspaceId: gone.guild_id, groupId: gone.role_id });
}

async function takeMessage(deps: ReceiveDeps, event: string, data: unknown): Promise<void> {
  const { data: message, error } = gatewayMessage.safeParse(data);
  if (!message) return dropped(deps.log, event, error);
  await answerDirectMessage(deps, message);
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
