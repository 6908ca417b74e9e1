import { DiscordAPIError, Routes } from 'discord.js';
import { z } from 'zod';
import type { ChatGroup, GroupMember } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { DiscordApi } from './discord-api.ts';
import { guildMember } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { profileOf } from './profile-of.ts';

const members = z.array(guildMember);
/** Discord's maximum per request. */
const PAGE_SIZE = 1_000;
/** Unknown guild, and Missing Access: without the Server Members intent, a bot may not list a guild's members. */
const NOT_FOUND_CODES: unknown[] = [10004, 50001];

/**
 * The members of a guild who have a role; the role with the guild's own id is everybody. Discord cannot look members up
 * by role, so this reads all of them, a thousand per call. Throws when Discord does not answer.
 * @see https://docs.discord.com/developers/resources/guild#list-guild-members
 */
export async function findGroupMembers(
  { api, log }: { api: DiscordApi; log: Log },
  { workspaceId, groupId }: Omit<ChatGroup, 'platform'>,
): Promise<GroupMember[] | undefined> {
  try {
    const everybody = await listMembers(api, workspaceId);
    return everybody
      .filter(({ roles }) => groupId === workspaceId || roles.includes(groupId))
      .map((member) => ({ userId: member.user.id, profile: profileOf(member.user, member) }));
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || !NOT_FOUND_CODES.includes(error.code)) throw error;
    log.warn({ workspaceId, groupId, err: describeError(error) }, 'Discord did not show who has a role');
    return undefined;
  }
}

async function listMembers(api: DiscordApi, guildId: string) {
  const found: z.infer<typeof members> = [];
  for (;;) {
    const after = found.at(-1)?.user.id ?? '0';
    const query = { limit: String(PAGE_SIZE), after };
    const page = members.parse(await api.get(Routes.guildMembers(guildId), { query }));
    found.push(...page);
    if (page.length < PAGE_SIZE) return found;
  }
}
