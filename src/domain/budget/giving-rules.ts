import type { Stored, StoredMoney } from '#src/domain/kit/money.ts';
import type { Role } from '#src/domain/people/roles.ts';

/**
 * The limits whose use is counted: what a giver gives in a period, what a recipient gets in a year, and what one giver
 * gives one recipient.
 */
export type LimitKind = 'giver' | 'recipient' | 'pair';

/** How much of a giver's giving in a period may go to one person. */
export type PairShare = {
  /** 1 to 100. */
  maxPercent: number;
  /** Applies once the giver has given this much, in minor units: a first gift is always 100 %. */
  fromMinor: bigint;
  onExcess: 'warn' | 'stop';
};

/** What a department allows its givers, in one currency, in minor units. A missing rule means no limit. */
export type GivingRules = {
  giftMinMinor?: bigint;
  giftMaxMinor?: bigint;
  /** What a giver of a role may give per budget period; `perReportMinor` is added for each person they manage. */
  allowanceMinor: Partial<Record<Role, bigint>>;
  allowancePerReportMinor?: bigint;
  /** What a person may get in a calendar year, from everybody. */
  recipientYearMinor?: bigint;
  pairShare?: PairShare;
  /** `approval`: an approver decides what a guest gets, however little it is. */
  guests: 'allowed' | 'refused' | 'approval';
  /** A request whose total is above this waits for an approval; a role's own threshold takes precedence. */
  approvalOverMinor?: bigint;
  approvalOverByRoleMinor: Partial<Record<Role, bigint>>;
  /** How long an approval may wait, and when to remind its approvers. */
  approvalHours: number;
  remindHours: number;
  /** The giver must first confirm a request whose total is above this. */
  confirmOverMinor?: bigint;
  /** How long a giver may take a gift back. */
  undoMinutes: number;
  /**
   * Where others read what was given: `here`, where the giver typed it, or in a channel such as `slack:C024BE91L`. Missing, or
   * `nowhere`: nowhere.
   */
  postIn?: string;
  /** Whether the post says how much it was. */
  postAmount?: boolean;
  /** On how many days after its issue a gift can still be claimed; then its money goes back. Missing: for good. */
  claimDays?: number;
  /**
   * What a gift is: `stored-value`; `gift-card:` and an item of the catalogue; or `recipient-chooses`, a gift card that its recipient
   * chooses there. Missing: stored value.
   */
  giftKind?: string;
};

/** The rules when nobody set any. */
export const NO_RULES: GivingRules = {
  allowanceMinor: {},
  guests: 'allowed',
  approvalOverByRoleMinor: {},
  approvalHours: 72,
  remindHours: 24,
  undoMinutes: 5,
};

/** Rules to change: what is missing stays as it is, and null removes a limit or goes back to the rule nobody set. */
export type RulesChanges = {
  [K in Exclude<keyof GivingRules, RoleAmounts>]?: GivingRules[K] | null;
} & { [K in RoleAmounts]?: Partial<Record<Role, bigint | null>> };

/** The rules that hold an amount for each role. */
type RoleAmounts = 'allowanceMinor' | 'approvalOverByRoleMinor';

const ROLE_AMOUNTS: readonly RoleAmounts[] = ['allowanceMinor', 'approvalOverByRoleMinor'];

/** Two rules that cannot both be meant. */
export type RulesConflict = 'no-gift-fits' | 'nobody-is-reminded';

/** The rules with these changes. */
export function changeRules(rules: GivingRules, changes: RulesChanges): GivingRules {
  const changed: Record<string, unknown> = { ...rules };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) changed[key] = (NO_RULES as Record<string, unknown>)[key];
    else changed[key] = value;
  }
  for (const key of ROLE_AMOUNTS) changed[key] = withoutEmpty({ ...rules[key], ...changes[key] });
  return withoutEmpty(changed) as GivingRules;
}

/** Both changes as one, the later winning. */
export function mergeChanges(earlier: RulesChanges, later: RulesChanges): RulesChanges {
  const merged = { ...earlier, ...later };
  for (const key of ROLE_AMOUNTS) {
    if (earlier[key] && later[key]) merged[key] = { ...earlier[key], ...later[key] };
  }
  return merged;
}

/** Which rules contradict each other, if any do. */
export function findConflict({
  giftMinMinor = 0n,
  giftMaxMinor,
  approvalHours,
  remindHours,
}: GivingRules): RulesConflict | undefined {
  if (giftMaxMinor !== undefined && giftMinMinor > giftMaxMinor) return 'no-gift-fits';
  return remindHours >= approvalHours ? 'nobody-is-reminded' : undefined;
}

function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The rules as stored in JSON: amounts are decimal strings. */
export type StoredGivingRules = Stored<GivingRules>;

/** Changes as stored in JSON. */
export type StoredRulesChanges = Stored<RulesChanges>;

/**
 * Why a request does not just go through: its giver must confirm it, an approver must decide, or the giver gets a
 * warning.
 */
export type ReviewReason =
  | { kind: 'several'; people: number; total: StoredMoney }
  | { kind: 'outside'; email: string }
  | { kind: 'large'; total: StoredMoney; over: StoredMoney }
  | { kind: 'repeated'; name: string }
  | { kind: 'pair-share'; name: string; percent: number; maxPercent: number }
  | { kind: 'over-threshold'; total: StoredMoney; over: StoredMoney }
  | { kind: 'guest'; name: string }
  | { kind: 'over-soft-budget'; total: StoredMoney; left: StoredMoney };

/** Rules, or changes to them, as JSON. */
export function storeRules<R extends GivingRules | RulesChanges>(rules: R): Stored<R> {
  return mapAmounts(rules, (key, value) => (isAmount(key, value) ? String(value) : value));
}

export function rulesOf(stored: StoredGivingRules): GivingRules {
  return readAmounts(stored);
}

export function rulesChangesOf(stored: StoredRulesChanges): RulesChanges {
  return readAmounts(stored);
}

function readAmounts<R>(stored: object): R {
  return mapAmounts(stored, (key, value) => (isAmount(key, value) ? BigInt(value as string) : value));
}

function isAmount(key: string, value: unknown): boolean {
  return key.endsWith('Minor') && value !== null;
}

/** Amounts are the values named `…Minor`, or inside an object with such a name. */
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
