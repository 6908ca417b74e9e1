import type { PendingReason } from '#src/domain/people/identity.ts';
import type { Role } from '#src/domain/people/roles.ts';

/**
 * `reports`: how many people they manage. `allowanceMinor`: their personal allowance per period, which replaces their
 * role's.
 */
export type Giver = {
  personId: string;
  role: Role;
  isDeactivated: boolean;
  departmentId: string;
  reports: number;
  allowanceMinor: bigint | undefined;
};

export type KnownRecipient = {
  known: true;
  personId: string;
  name: string;
  region: string;
  isDeactivated: boolean;
  isGuest: boolean;
  /** The name of their department, where that is closed. */
  closed?: string;
  /** The group they were named by; members who may not get a gift are then skipped silently. */
  viaGroup?: string | undefined;
  /** Nobody has their address yet: they become a guest with their gift. `isSure`: the giver has said that they are outside. */
  outside?: { email: string; isSure: boolean };
};

/** Somebody a request named, as far as we know them. */
export type Recipient =
  | KnownRecipient
  | { known: false; name: string; isGuest?: boolean; reason: 'unknown' | 'ambiguous' | 'bot' | 'deactivated' }
  | {
      known: false;
      name: string;
      isGuest?: boolean;
      reason: 'pending';
      pending: { number: number; reason: PendingReason };
    };

/** Everybody who would get a gift, each once; of a group, only those who may. */
export function peopleOf(giver: Giver, recipients: readonly Recipient[]): KnownRecipient[] {
  const people = new Map<string, KnownRecipient>();
  for (const recipient of recipients) {
    if (!recipient.known || people.has(recipient.personId)) continue;
    const isLeftOut = recipient.isDeactivated || recipient.personId === giver.personId;
    if (recipient.viaGroup === undefined || !isLeftOut) people.set(recipient.personId, recipient);
  }
  return [...people.values()];
}
