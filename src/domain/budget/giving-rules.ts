import type { StoredMoney } from '#src/domain/outcome.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** The limits whose use is counted: what a giver gives in a period, what a recipient gets in a year, what one gives the other. */
export type LimitKind = 'giver' | 'recipient' | 'pair';

/** How much of a giver's giving in a period may go to one person. */
export type PairShare = {
  /** 1 to 100. */
  maxPercent: number;
  /** Nothing is compared before the giver has given so much, minor units: the first gift is always all of it. */
  fromMinor: bigint;
  onExcess: 'warn' | 'stop';
};

/** What a department lets its givers do, in one currency, minor units. What is left out is not limited. */
export type GivingRules = {
  giftMinMinor?: bigint;
  giftMaxMinor?: bigint;
  /** What a giver of a role may give in a budget period; `perReportMinor` comes on top for each person they manage. */
  allowanceMinor: Partial<Record<Role, bigint>>;
  allowancePerReportMinor?: bigint;
  /** What a person may get in a calendar year, from everybody. */
  recipientYearMinor?: bigint;
  pairShare?: PairShare;
  guests: 'allowed' | 'refused';
  /** A request whose total is above it waits for an approval; a role's own threshold goes first. */
  approvalOverMinor?: bigint;
  approvalOverByRoleMinor: Partial<Record<Role, bigint>>;
  /** How long an approval may wait, and when its approvers are reminded. */
  approvalHours: number;
  remindHours: number;
  /** A request whose total is above it is confirmed by its giver first. */
  confirmOverMinor?: bigint;
  /** How long a giver may take a gift back. */
  undoMinutes: number;
};

/** What holds where nobody set anything. */
export const NO_RULES: GivingRules = {
  allowanceMinor: {},
  guests: 'allowed',
  approvalOverByRoleMinor: {},
  approvalHours: 72,
  remindHours: 24,
  undoMinutes: 5,
};

/** The rules as JSON keeps them: amounts are decimal strings. */
export type StoredGivingRules = Stored<GivingRules>;

type Stored<T> = T extends bigint ? string : T extends object ? { [K in keyof T]: Stored<T[K]> } : T;

/** Why a request does not simply go through: the giver confirms it, an approver decides, or the giver is warned. */
export type ReviewReason =
  | { kind: 'several'; people: number; total: StoredMoney }
  | { kind: 'large'; total: StoredMoney; over: StoredMoney }
  | { kind: 'repeated'; name: string }
  | { kind: 'pair-share'; name: string; percent: number; maxPercent: number }
  | { kind: 'over-threshold'; total: StoredMoney; over: StoredMoney }
  | { kind: 'over-soft-budget'; total: StoredMoney; left: StoredMoney };

export function storeRules(rules: GivingRules): StoredGivingRules {
  return mapAmounts(rules, (key, value) => (key.endsWith('Minor') ? String(value) : value));
}

export function rulesOf(stored: StoredGivingRules): GivingRules {
  return mapAmounts(stored, (key, value) => (key.endsWith('Minor') ? BigInt(value as string) : value));
}

/** Amounts are what is called `…Minor`, or stands in an object that is called so. */
function mapAmounts<R>(rules: object, map: (key: string, value: unknown) => unknown): R {
  const entries = Object.entries(rules).map(([key, value]) => [key, mapValue(key, value, map)]);
  return Object.fromEntries(entries) as R;
}

function mapValue(key: string, value: unknown, map: (key: string, value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return map(key, value);
  const inner = Object.entries(value).map(([name, one]) => [
    name,
    map(key.endsWith('Minor') ? key : name, one),
  ]);
  return Object.fromEntries(inner);
}
