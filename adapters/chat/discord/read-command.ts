import { ApplicationCommandOptionType, InteractionType, MessageFlags } from 'discord.js';
import type { ActionCall, ChatEvent, CommandCall, CommandSpec } from '#src/ports/chat.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { decodeCustomId } from './custom-id.ts';
import type {
  CommandInteraction,
  DiscordUser,
  Interaction,
  PressInteraction,
  SubmissionInteraction,
} from './interaction.ts';
import { profileOf } from './profile-of.ts';
import { readMentionable, readMentions, readUser } from './read-mentions.ts';
import { writeReplyTo } from './reply-to.ts';

/** The guild the caller acts for, and the caller's profile there. */
export type HomeGuild = { workspaceId: string; profile: ChatProfile };

/** The user behind an interaction: Discord sends a member in a guild and a bare user in a direct message. */
export function callerOf(interaction: Interaction): DiscordUser {
  const user = interaction.member?.user ?? interaction.user;
  if (user === undefined) throw new Error('Discord sent an interaction without a user');
  return user;
}

/** The guild of an interaction, with the caller's roles there; undefined in a direct message. */
export function homeGuildOf(interaction: Interaction): HomeGuild | undefined {
  if (interaction.guild_id === undefined) return undefined;
  const profile = profileOf(callerOf(interaction), interaction.member);
  return { workspaceId: interaction.guild_id, profile };
}

/**
 * A slash command as the bot understands it: strings as typed, people with what Discord sent about them. The people
 * typed into the second option follow the picked one.
 *
 */
export function readCommand(
  interaction: CommandInteraction,
  home: HomeGuild,
  receivedAt: Date,
  { spec, roleNames }: { spec: CommandSpec | undefined; roleNames: ReadonlyMap<string, string> },
): CommandCall {
  const { resolved } = interaction.data;
  const values: Values = {};
  for (const option of interaction.data.options) values[option.name] = readValue(interaction, option);
  for (const { name, kind, others } of spec?.options ?? []) {
    const text = values[name];
    if (kind === 'text' && typeof text === 'string' && text.includes('<@')) {
      values[name] = readMentions(resolved, text, roleNames);
    }
    const typed = others && values[others.name];
    if (!others || typeof typed !== 'string') continue;
    delete values[others.name];
    values[name] = [values[name] ?? [], readMentions(resolved, typed, roleNames)].flat();
  }
  return {
    ...readEvent(interaction, home, receivedAt),
    command: interaction.data.name,
    input: { kind: 'options', values },
  };
}

type Values = Extract<CommandCall['input'], { kind: 'options' }>['values'];

function readValue(
  { data: { resolved } }: CommandInteraction,
  { type, value }: CommandInteraction['data']['options'][number],
): Values[string] {
  if (type === ApplicationCommandOptionType.User) return readUser(resolved, String(value));
  if (type === ApplicationCommandOptionType.Mentionable) return [readMentionable(resolved, String(value))];
  return String(value);
}

/** A pressed button or its submitted form; undefined when the button is not ours. */
export function readAction(
  interaction: PressInteraction | SubmissionInteraction,
  home: HomeGuild,
  receivedAt: Date,
): ActionCall | undefined {
  const action = decodeCustomId(interaction.data.custom_id);
  if (!action) return undefined;
  const press = { ...readEvent(interaction, home, receivedAt), ...action };
  if (interaction.type === InteractionType.MessageComponent) return press;
  const inputs = interaction.data.components.map(({ component }) => [component.custom_id, component.value]);
  return { ...press, fields: Object.fromEntries(inputs) as Record<string, string> };
}

function isPublicPress(interaction: Interaction): boolean {
  if (interaction.type === InteractionType.ApplicationCommand || interaction.guild_id === undefined)
    return false;
  return ((interaction.message?.flags ?? 0) & MessageFlags.Ephemeral) === 0;
}

/** Later answers replace the first one, so they wait until that is out. */
function readEvent(interaction: Interaction, home: HomeGuild, receivedAt: Date): ChatEvent {
  const userId = callerOf(interaction).id;
  const channelId = interaction.channel_id ?? null;
  return {
    requestId: interaction.id,
    caller: { platform: 'discord', workspaceId: home.workspaceId, userId },
    callerProfile: home.profile,
    isAnsweredFirst: true,
    channelId: interaction.guild_id === undefined ? null : channelId,
    replyTo: writeReplyTo({
      applicationId: interaction.application_id,
      token: interaction.token,
      guildId: interaction.guild_id ?? null,
      channelId,
      userId,
      createdAt: receivedAt.getTime(),
      isPublicPress: isPublicPress(interaction),
    }),
  };
}
