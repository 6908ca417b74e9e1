import { DiscordAPIError, Routes } from 'discord.js';
import type { ChatUser } from '#src/ports/chat.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { DiscordApi } from './discord-api.ts';
import { guildMember } from './interaction.ts';
import { profileOf } from './profile-of.ts';

/** Unknown member, unknown user. A guild that the bot is not in says nothing about its members. */
const NOT_FOUND_CODES: unknown[] = [10007, 10013];

/**
 * A member of the guild `workspaceId`; undefined when they are not in it (any more). Throws when Discord does not
 * answer.
 */
export async function findUser(api: DiscordApi, user: ChatUser): Promise<ChatProfile | undefined> {
  try {
    const found = guildMember.parse(await api.get(Routes.guildMember(user.workspaceId, user.userId)));
    return profileOf(found.user, found);
  } catch (error) {
    if (error instanceof DiscordAPIError && NOT_FOUND_CODES.includes(error.code)) return undefined;
    throw error;
  }
}
