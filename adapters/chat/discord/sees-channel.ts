import { DiscordAPIError, PermissionFlagsBits, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '#src/ports/clock.ts';
import type { DiscordApi } from './discord-api.ts';
import { guildMember } from './interaction.ts';

const PRIVATE_THREAD = 12;
const THREADS = [10, 11, PRIVATE_THREAD];
const OF_ROLE = 0;

const bits = z.string().transform(BigInt);
const channel = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().optional(),
  parent_id: z.string().nullish(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.number(), allow: bits, deny: bits }))
    .default([]),
});
const guild = z.object({
  id: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: bits })),
});

type GuildChannel = z.infer<typeof channel>;
type Guild = z.infer<typeof guild>;
type Member = { userId: string; roles: readonly string[] };

/** What was read a moment ago, by route: many buttons may go to one channel. */
export type RecentReads = Map<string, { untilMs: number; read: Promise<unknown> }>;

type SightDeps = { api: DiscordApi; clock: Clock; recentReads: RecentReads };

const RECENT_MS = 60_000;
const MOST_READS = 1_000;

/**
 * Whether somebody sees a channel of a guild, or is not in the guild at all. Where Discord does not tell the bot, it is
 * taken for yes: posting there fails with its own reason, or reaches whoever looks.
 *
 * Rejects when Discord cannot be asked now.
 * @see https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export async function seesChannel(
  deps: SightDeps,
  channelId: string,
  userId: string,
): Promise<'yes' | 'no' | 'not-in-guild'> {
  try {
    const asked = channel.parse(await readRecent(deps, Routes.channel(channelId)));
    if (asked.guild_id === undefined) return 'yes';
    const roles = await findRoles(deps, asked.guild_id, userId);
    if (!roles) return 'not-in-guild';
    if (asked.type === PRIVATE_THREAD && !(await isInThread(deps, channelId, userId))) return 'no';
    const place = await placeOf(deps, asked);
    const home = guild.parse(await readRecent(deps, Routes.guild(asked.guild_id)));
    return maySee(home, place, { userId, roles }) ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof DiscordAPIError || error instanceof z.ZodError) return 'yes';
    throw error;
  }
}

/** A thread has the permissions of the channel that it is in. */
async function placeOf(deps: SightDeps, asked: GuildChannel): Promise<GuildChannel> {
  if (!THREADS.includes(asked.type) || !asked.parent_id) return asked;
  return channel.parse(await readRecent(deps, Routes.channel(asked.parent_id)));
}

async function findRoles({ api }: SightDeps, guildId: string, userId: string): Promise<string[] | undefined> {
  try {
    return guildMember.parse(await api.get(Routes.guildMember(guildId, userId))).roles;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 404) return undefined;
    throw error;
  }
}

async function isInThread({ api }: SightDeps, threadId: string, userId: string): Promise<boolean> {
  try {
    await api.get(Routes.threadMembers(threadId, userId));
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 404) return false;
    throw error;
  }
}

/** The member's own overwrite wins over those of their roles, and these over the one for everybody. */
function maySee({ id, owner_id: ownerId, roles }: Guild, place: GuildChannel, member: Member): boolean {
  if (member.userId === ownerId) return true;
  const held = [id, ...member.roles];
  const base = roles
    .filter((role) => held.includes(role.id))
    .reduce((sum, role) => sum | role.permissions, 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return true;
  const overwrites = place.permission_overwrites;
  const steps = [
    overwrites.filter((one) => one.id === id),
    overwrites.filter((one) => one.type === OF_ROLE && member.roles.includes(one.id)),
    overwrites.filter((one) => one.type !== OF_ROLE && one.id === member.userId),
  ];
  const allowed = steps.reduce((sum, step) => {
    const denied = step.reduce((bits, { deny }) => bits | deny, 0n);
    return (sum & ~denied) | step.reduce((bits, { allow }) => bits | allow, 0n);
  }, base);
  return (allowed & PermissionFlagsBits.ViewChannel) !== 0n;
}

function readRecent({ api, clock, recentReads }: SightDeps, route: `/${string}`): Promise<unknown> {
  const nowMs = clock.now().getTime();
  const known = recentReads.get(route);
  if (known && known.untilMs > nowMs) return known.read;
  if (recentReads.size >= MOST_READS) recentReads.clear();
  const read = api.get(route);
  recentReads.set(route, { untilMs: nowMs + RECENT_MS, read });
  read.catch(() => recentReads.delete(route));
  return read;
}
