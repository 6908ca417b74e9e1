import {
  changeRules,
  changesOf,
  type GivingRules,
  NO_RULES,
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
  return own?.differences ? changeRules(base, changesOf(own.differences)) : base;
}
