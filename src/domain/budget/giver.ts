import type { Role } from '#src/domain/people/roles.ts';

/** `reports`: how many people they manage. `allowanceMinor`: their own allowance a period, instead of their role's. */
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
  /** The group that they were named by; who may not get a gift is then left out without a word. */
  viaGroup?: string | undefined;
};

/** Somebody a request named, as far as we know them. */
export type Recipient =
  | KnownRecipient
  | { known: false; name: string; reason: 'unknown' | 'ambiguous' | 'bot' | 'deactivated' };

/** Those who would get a gift, each once; of a group, those who may. */
export function peopleOf(giver: Giver, recipients: readonly Recipient[]): KnownRecipient[] {
  const people = new Map<string, KnownRecipient>();
  for (const recipient of recipients) {
    if (!recipient.known || people.has(recipient.personId)) continue;
    const isLeftOut = recipient.isDeactivated || recipient.personId === giver.personId;
    if (recipient.viaGroup === undefined || !isLeftOut) people.set(recipient.personId, recipient);
  }
  return [...people.values()];
}
