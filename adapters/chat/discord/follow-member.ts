import { GatewayDispatchEvents } from 'discord.js';
import { z } from 'zod';
import type { ChatHost } from '#src/ports/chat.ts';
import { guildMember } from './interaction.ts';
import { profileOf } from './profile-of.ts';

/** The events that say what became of a member. Discord sends them to bots with the Server Members intent. */
export const MEMBER_EVENTS = [
  GatewayDispatchEvents.GuildMemberUpdate,
  GatewayDispatchEvents.GuildMemberRemove,
] as const;

const update = guildMember.extend({ guild_id: z.string() });
const removal = z.object({ guild_id: z.string(), user: z.object({ id: z.string() }) });

/** Passes on a member's new name and roles, or that they left. Throws when the event cannot be read. */
export async function followMember(
  host: Pick<ChatHost, 'onUserChange'>,
  event: (typeof MEMBER_EVENTS)[number],
  data: unknown,
): Promise<void> {
  if (event === GatewayDispatchEvents.GuildMemberRemove) {
    const { guild_id: workspaceId, user } = removal.parse(data);
    return host.onUserChange({ platform: 'discord', workspaceId, userId: user.id }, undefined);
  }
  const { guild_id: workspaceId, user, ...member } = update.parse(data);
  await host.onUserChange({ platform: 'discord', workspaceId, userId: user.id }, profileOf(user, member));
}
