import { GuildMemberFlags } from 'discord.js';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { DiscordUser } from './interaction.ts';

type Membership = {
  nick?: string | null | undefined;
  roles: string[];
  flags?: number | null | undefined;
  pending?: boolean | null | undefined;
};

/**
 * What Discord says about a user. The name is the one people see in the guild. Without a membership, roles are unknown
 * rather than none. Discord has no deactivated accounts: someone who is gone is simply not found.
 */
export function profileOf(user: DiscordUser, membership?: Membership): ChatProfile {
  return {
    name: membership?.nick ?? user.global_name ?? user.username,
    isBot: user.bot === true,
    isDeactivated: false,
    ...(membership === undefined ? {} : { roleIds: membership.roles, isGuest: isGuest(membership) }),
  };
}

/** Invited to one voice channel only, or not through the server's membership screening yet. */
function isGuest({ flags, pending }: Membership): boolean {
  return pending === true || ((flags ?? 0) & GuildMemberFlags.IsGuest) !== 0;
}
