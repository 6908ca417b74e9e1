import { ApplicationCommandOptionType, InteractionType } from 'discord.js';
import type { ActionCall, ChatEvent, ChatProfile, CommandCall, Mention } from '#src/ports.ts';
import { decodeCustomId } from './custom-id.ts';
import type {
  CommandInteraction,
  DiscordUser,
  Interaction,
  PressInteraction,
  SubmissionInteraction,
} from './interaction.ts';
import { profileOf } from './profile-of.ts';
import { writeReplyTo } from './reply-to.ts';

/** In whose name the caller acts: the guild, and what it knows of them. */
export type Home = { workspaceId: string; profile: ChatProfile };

/** Who did it. Discord sends a member in a guild and a bare user in a direct message. */
export function callerOf(interaction: Interaction): DiscordUser {
  const user = interaction.member?.user ?? interaction.user;
  if (user === undefined) throw new Error('Discord sent an interaction without a user');
  return user;
}

/** The guild that it was done in, with the caller's roles there; undefined in a direct message. */
export function homeOf(interaction: Interaction): Home | undefined {
  if (interaction.guild_id === undefined) return undefined;
  const profile = profileOf(callerOf(interaction), interaction.member);
  return { workspaceId: interaction.guild_id, profile };
}

/** A slash command as the bot understands it: strings as they were typed, users with what Discord sent of them. */
export function readCommand(interaction: CommandInteraction, home: Home, receivedAt: Date): CommandCall {
  const values: Record<string, string | Mention> = {};
  for (const option of interaction.data.options) {
    values[option.name] =
      option.type === ApplicationCommandOptionType.User
        ? readUser(interaction, String(option.value))
        : String(option.value);
  }
  return {
    ...readEvent(interaction, home, receivedAt),
    command: interaction.data.name,
    input: { kind: 'options', values },
  };
}

/** A pressed button, or its form that is handed in; undefined when the button is not ours. */
export function readAction(
  interaction: PressInteraction | SubmissionInteraction,
  home: Home,
  receivedAt: Date,
): ActionCall | undefined {
  const action = decodeCustomId(interaction.data.custom_id);
  if (!action) return undefined;
  const press = { ...readEvent(interaction, home, receivedAt), ...action };
  if (interaction.type === InteractionType.MessageComponent) return press;
  const inputs = interaction.data.components.map(({ component }) => [component.custom_id, component.value]);
  return { ...press, fields: Object.fromEntries(inputs) as Record<string, string> };
}

function readEvent(interaction: Interaction, home: Home, receivedAt: Date): ChatEvent {
  const userId = callerOf(interaction).id;
  const channelId = interaction.channel_id ?? null;
  return {
    requestId: interaction.id,
    caller: { platform: 'discord', workspaceId: home.workspaceId, userId },
    callerProfile: home.profile,
    channelId: interaction.guild_id === undefined ? null : channelId,
    replyTo: writeReplyTo({
      applicationId: interaction.application_id,
      token: interaction.token,
      guildId: interaction.guild_id ?? null,
      channelId,
      userId,
      createdAt: receivedAt.getTime(),
    }),
  };
}

function readUser(interaction: CommandInteraction, userId: string): Mention {
  const user = interaction.data.resolved.users[userId];
  if (user === undefined) return { kind: 'user', userId };
  return { kind: 'user', userId, profile: profileOf(user, interaction.data.resolved.members[userId]) };
}
