import type { GivingRules } from './giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Period } from '#src/domain/kit/period.ts';
import type { Right } from '#src/domain/people/access.ts';
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
  isDeactivated: boolean;
  isGuest: boolean;
  /** The group they were named by; members who may not get a gift are then skipped silently. */
  viaGroup?: string | undefined;
};

/** Somebody a request named, as far as we know them. */
export type Recipient =
  | KnownRecipient
  | { known: false; name: string; reason: 'unknown' | 'ambiguous' | 'bot' | 'deactivated' };

/** A request to give, with everybody in it resolved. `amount` is for each recipient, a plain decimal. */
export type GiftRequest = {
  id: string;
  giver: Giver | undefined;
  recipients: Recipient[];
  amount: string;
  currency: string | null;
  isConfirmed: boolean;
  /** Why its people cannot receive gifts, found while they were looked up. */
  refusal?: Refusal;
  /** The right that the giver needs; defaults to `give`. */
  right?: Right | undefined;
};

/**
 * What a department gives from: its budget for the running period, then its top-ups. `leftMinor` undefined: no budget
 * was ever set. `year`: the organization's running calendar year.
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
  /** Some department caps what a person may get in a year, so all of them must count it. */
  countsRecipients: boolean;
  rules: GivingRules;
};
