import { type GivingRules, NO_RULES, type RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';

const LIMITS = [
  'giftMinMinor',
  'giftMaxMinor',
  'allowancePerReportMinor',
  'recipientYearMinor',
  'pairShare',
  'approvalOverMinor',
  'confirmOverMinor',
] as const;

/** Changes after which exactly these rules hold, whatever held before and whatever holds for all. */
export function wholeRules(some: Partial<GivingRules>): RulesChanges {
  const rules = { ...NO_RULES, ...some };
  const limits = Object.fromEntries(LIMITS.map((limit) => [limit, rules[limit] ?? null]));
  return {
    ...rules,
    ...limits,
    allowanceMinor: everyRole(rules.allowanceMinor),
    approvalOverByRoleMinor: everyRole(rules.approvalOverByRoleMinor),
  };
}

function everyRole(amounts: Partial<Record<Role, bigint>>): Partial<Record<Role, bigint | null>> {
  return Object.fromEntries(ROLES.map((role) => [role, amounts[role] ?? null]));
}
