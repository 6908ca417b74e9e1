import { ROLES, type Role } from '#src/domain/people/roles.ts';
import {
  changeRules,
  rulesChangesOf,
  type GivingRules,
  NO_RULES,
  type RulesChanges,
  rulesOf,
  type StoredGivingRules,
  type StoredRulesChanges,
} from './giving-rules.ts';

/** The last rules set for a department, as stored. Without `differences` they stand on their own. */
export type OwnRules = { rules: StoredGivingRules; differences: StoredRulesChanges | null };

/** What holds for a department: its organization's rules with what its own change in them. */
export function rulesInForce(own: OwnRules | null, shared: StoredGivingRules | null): GivingRules {
  if (own && !own.differences) return rulesOf(own.rules);
  const base = shared ? rulesOf(shared) : NO_RULES;
  return own?.differences ? changeRules(base, rulesChangesOf(own.differences)) : base;
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
