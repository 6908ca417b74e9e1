import type { GivingRules } from './giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Period } from '#src/domain/kit/period.ts';
import type { Right } from '#src/domain/people/access.ts';
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
  isDeactivated: boolean;
  isGuest: boolean;
  /** The group that they were named by; who may not get a gift is then left out without a word. */
  viaGroup?: string | undefined;
};

/** Somebody a request named, as far as we know them. */
export type Recipient =
  | KnownRecipient
  | { known: false; name: string; reason: 'unknown' | 'ambiguous' | 'bot' | 'deactivated' };

/** A request to give, with everybody in it looked up. `amount` is for each recipient, a plain decimal. */
export type GiftRequest = {
  id: string;
  giver: Giver | undefined;
  recipients: Recipient[];
  amount: string;
  currency: string | null;
  isConfirmed: boolean;
  /** Why its people cannot be given to, found while they were looked up. */
  refusal?: Refusal;
  /** What the giver needs for it; `give` when it is left out. */
  right?: Right | undefined;
};

/**
 * What a department gives from: its budget of the running period, then what it was topped up with.
 * `leftMinor` undefined: no budget was ever set. `year`: the running calendar year of the organization.
 */
export type Funds = {
  departmentId: string;
  name: string;
  currency: string;
  timeZone: string;
  period: Period;
  year: Period;
  leftMinor: bigint | undefined;
  topUpMinor: bigint;
  isSoft: boolean;
  isFrozen: boolean;
  /** A department of the organization caps what a person may get in a year, so that all of them count it. */
  countsRecipients: boolean;
  rules: GivingRules;
};
