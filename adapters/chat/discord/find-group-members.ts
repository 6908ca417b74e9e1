import { DiscordAPIError, Routes } from 'discord.js';
import { z } from 'zod';
import type { ChatGroup, GroupMember, GroupMembers } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import { askLaterOf } from './ask-later-of.ts';
import type { DiscordApi } from './discord-api.ts';
import { guildMember } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { profileOf } from './profile-of.ts';

const members = z.array(guildMember);
const counts = z.record(z.string(), z.number());
const counted = z.object({ approximate_member_count: z.number().optional() });
/** Discord's maximum per request. */
const PAGE_SIZE = 1_000;
/** Unknown guild, and Missing Access: without the Server Members intent, a bot may not list a guild's members. */
const NOT_FOUND_CODES: unknown[] = [10004, 50001];
const MOST_READINGS = 100;

/** How far the members of a guild were read for one role. */
type Reading = { after: string; found: GroupMember[] };

/** Readings that Discord interrupted, by guild and role. */
export type Readings = Map<string, Reading>;

type GroupDeps = { api: DiscordApi; log: Log; readings: Readings };
type RoleRef = Omit<ChatGroup, 'platform'>;

/**
 * The members of a guild who have a role; the role with the guild's own id is everybody. Only their number, without
 * reading them, when they are more than `most`.
 *
 * Discord cannot look members up by role, so this reads all of them, a thousand per call. When Discord interrupts it,
 * the next call goes on with the next page.
 *
 * @throws `AskLater` when Discord cannot be asked now.
 * @see https://docs.discord.com/developers/resources/guild#list-guild-members
 */
export async function findGroupMembers(
  deps: GroupDeps,
  role: RoleRef,
  most = Number.POSITIVE_INFINITY,
): Promise<GroupMembers | undefined> {
  const { workspaceId, groupId } = role;
  try {
    const size = await countMembers(deps, role, most);
    if (size !== undefined && size > most) return { size };
    return await readMembers(deps, role);
  } catch (error) {
    const isClosed = error instanceof DiscordAPIError && NOT_FOUND_CODES.includes(error.code);
    if (!isClosed) throw askLaterOf(error);
    deps.log.warn({ workspaceId, groupId, err: describeError(error) }, 'Discord did not show who has a role');
    return undefined;
  }
}

/**
 * The number of members who have a role; undefined when Discord does not count them or somebody is reading on.
 * @see https://docs.discord.com/developers/resources/guild#get-guild-role-member-counts
 */
async function countMembers(
  { api, readings }: GroupDeps,
  { workspaceId, groupId }: RoleRef,
  most: number,
): Promise<number | undefined> {
  if (!Number.isFinite(most) || readings.has(keyOf({ workspaceId, groupId }))) return undefined;
  try {
    if (groupId === workspaceId) {
      const query = { with_counts: 'true' };
      return counted.parse(await api.get(Routes.guild(workspaceId), { query })).approximate_member_count;
    }
    return counts.parse(await api.get(`/guilds/${workspaceId}/roles/member-counts`))[groupId];
  } catch (error) {
    if (error instanceof DiscordAPIError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function readMembers({ api, readings }: GroupDeps, role: RoleRef): Promise<GroupMember[]> {
  const reading = startReading(readings, role);
  for (;;) {
    const query = { limit: String(PAGE_SIZE), after: reading.after };
    const page = members.parse(await api.get(Routes.guildMembers(role.workspaceId), { query }));
    reading.found.push(...page.filter((member) => hasRole(member, role)).map(memberOf));
    reading.after = page.at(-1)?.user.id ?? reading.after;
    if (page.length < PAGE_SIZE) {
      readings.delete(keyOf(role));
      return reading.found;
    }
  }
}

function startReading(readings: Readings, role: RoleRef): Reading {
  const known = readings.get(keyOf(role));
  if (known) return known;
  const reading: Reading = { after: '0', found: [] };
  const [oldest] = readings.keys();
  if (readings.size >= MOST_READINGS && oldest !== undefined) readings.delete(oldest);
  readings.set(keyOf(role), reading);
  return reading;
}

function hasRole({ roles }: { roles: string[] }, { workspaceId, groupId }: RoleRef): boolean {
  return groupId === workspaceId || roles.includes(groupId);
}

function memberOf(member: z.infer<typeof guildMember>): GroupMember {
  return { userId: member.user.id, profile: profileOf(member.user, member) };
}

function keyOf({ workspaceId, groupId }: RoleRef): string {
  return `${workspaceId}|${groupId}`;
}
