import { ROLES, type Role } from '#src/domain/people/roles.ts';
import {
  changeRules,
  rulesChangesOf,
  type GivingRules,
  mergeChanges,
  NO_RULES,
  type RulesChanges,
  rulesOf,
  type StoredGivingRules,
  type StoredRulesChanges,
} from './giving-rules.ts';

/** The last rules set for a department, as stored. Without `differences` they stand on their own. */
export type OwnRules = { rules: StoredGivingRules; differences: StoredRulesChanges | null };

/** A change that was planned, as stored. */
export type PlannedRules = StoredRulesChanges | 'cleared';

/** What was planned since the last rules were set, and has begun by now, in the order in which it began. */
export type BegunRules = { own: readonly PlannedRules[]; shared: readonly PlannedRules[] };

/** What holds for a department: its organization's rules with what its own change in them. */
export function rulesInForce(
  own: OwnRules | null,
  shared: StoredGivingRules | null,
  begun: BegunRules = { own: [], shared: [] },
): GivingRules {
  const base = begun.shared.reduce<GivingRules>(
    (rules, change) => (change === 'cleared' ? NO_RULES : changeRules(rules, rulesChangesOf(change))),
    shared ? rulesOf(shared) : NO_RULES,
  );
  const changes = ownChanges(own, begun.own);
  return changes ? changeRules(base, changes) : base;
}

/** What a department's own rules change, whatever its organization's are; undefined where it never had any. */
export function ownChanges(own: OwnRules | null, begun: readonly PlannedRules[]): RulesChanges | undefined {
  return begun.reduce<RulesChanges | undefined>(
    (stands, change) => (change === 'cleared' ? {} : mergeChanges(stands ?? {}, rulesChangesOf(change))),
    own ? differencesIn(own) : undefined,
  );
}

/** What a department's own rules change, whatever its organization's are; those set as a whole change every one. */
export function differencesIn({ rules, differences }: OwnRules): RulesChanges {
  return differences ? rulesChangesOf(differences) : wholeRules(rulesOf(rules));
}

const LIMITS = [
  'giftMinMinor',
  'giftMaxMinor',
  'allowancePerReportMinor',
  'recipientYearMinor',
  'pairShare',
  'approvalOverMinor',
  'confirmOverMinor',
  'claimDays',
  'giftKind',
  'postIn',
  'postAmount',
] as const satisfies readonly (keyof GivingRules)[];

/** Changes after which exactly these rules hold: a limit that they do not have is removed, not left to others. */
export function wholeRules(rules: GivingRules): RulesChanges {
  return {
    ...rules,
    ...Object.fromEntries(LIMITS.map((limit) => [limit, rules[limit] ?? null])),
    allowanceMinor: everyRole(rules.allowanceMinor),
    approvalOverByRoleMinor: everyRole(rules.approvalOverByRoleMinor),
  };
}

function everyRole(amounts: Partial<Record<Role, bigint>>): Partial<Record<Role, bigint | null>> {
  return Object.fromEntries(ROLES.map((role) => [role, amounts[role] ?? null]));
}
