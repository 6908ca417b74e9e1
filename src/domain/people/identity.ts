import type { ChatProfile } from './person-ref.ts';
import type { Role } from './roles.ts';

/**
 * On whose word an account is joined to a person: HR's file named it, an admin confirmed it, a chat role mapped to a
 * department made the person, or its address alone matched.
 */
export type LinkedBy = 'hr' | 'admin' | 'role' | 'address';

/** Why an account with a known address waits for an admin's word. */
export type PendingReason =
  | 'outsider'
  | 'unconfirmed_address'
  | 'guest'
  | 'second_account'
  | 'role'
  | 'unlinked';

/** What to do with an account that nobody has linked yet. */
export type IdentityDecision =
  | { kind: 'link'; by: 'address' | 'role' }
  | { kind: 'pending'; reason: PendingReason }
  | { kind: 'refuse'; reason: 'bot' | 'deactivated' | 'unknown' };

/** An account and what is known of it; `found` is the person with its address. */
export type IdentityFacts = {
  profile: ChatProfile;
  found?: { role: Role; isDeactivated: boolean; accounts: number } | undefined;
  hasMappedRole: boolean;
  /** An admin took its link away before. */
  wasUnlinked: boolean;
};

/**
 * Whether an account becomes a person's. An address counts only on the platform's word: a member of the workspace, with
 * a confirmed address, who is no guest. It never gives rights above an employee's, nor a second account.
 */
export function decideIdentity({
  profile,
  found,
  hasMappedRole,
  wasUnlinked,
}: IdentityFacts): IdentityDecision {
  if (profile.isBot) return { kind: 'refuse', reason: 'bot' };
  if (profile.isDeactivated || found?.isDeactivated) return { kind: 'refuse', reason: 'deactivated' };
  if (wasUnlinked) return { kind: 'pending', reason: 'unlinked' };
  if (found) {
    const reason = whyNotVouched(profile) ?? whyNotAlone(profile, found);
    return reason ? { kind: 'pending', reason } : { kind: 'link', by: 'address' };
  }
  if (hasMappedRole && !profile.isGuest && !profile.isOutsider) return { kind: 'link', by: 'role' };
  return { kind: 'refuse', reason: 'unknown' };
}

/** Why the platform's word does not join an account to the person with its address. */
export function whyNotVouched(profile: ChatProfile): 'outsider' | 'unconfirmed_address' | undefined {
  if (profile.isOutsider) return 'outsider';
  return profile.isEmailUnconfirmed ? 'unconfirmed_address' : undefined;
}

function whyNotAlone(
  { isGuest }: ChatProfile,
  { accounts, role }: NonNullable<IdentityFacts['found']>,
): PendingReason | undefined {
  if (isGuest) return 'guest';
  if (accounts > 0) return 'second_account';
  return role === 'employee' ? undefined : 'role';
}

/** What a person may do through this account: an address alone gives an employee's rights only. */
export function roleThrough(linkedBy: LinkedBy, role: Role): Role {
  return linkedBy === 'address' ? 'employee' : role;
}
