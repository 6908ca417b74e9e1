import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import { insertGivingPolicy } from '#src/db/budget/giving-policy.ts';
import { forgetLimitUsage } from '#src/db/budget/limit-usage.ts';
import { settingTime } from '#src/db/kit/setting.ts';
import { transact } from '#src/db/kit/transact.ts';
import { type GivingRules, storeRules } from '#src/domain/budget/giving-rules.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Whose rules: one department's, or the defaults for every department in a currency that has none of its own. */
export type RulesScope = { organizationId: string; departmentId: string | null; currency: string };

/**
 * Replaces all the giving rules in this scope; they apply to every decision from now on.
 *
 * Waits for the batches being decided in any department: what they give counts against a new limit.
 */
export async function setGivingRules(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log'>,
  { scope, rules, actorId }: { scope: RulesScope; rules: GivingRules; actorId: string | null },
): Promise<void> {
  const { organizationId, departmentId, currency } = scope;
  await transact(deps, async (tx) => {
    await lockDepartments(tx, organizationId);
    const subject = { organization_id: organizationId, department_id: departmentId, currency };
    const setAt = await settingTime(tx, 'giving_policy', subject);
    const id = deps.newId();
    await insertGivingPolicy(tx, {
      organizationId,
      id,
      departmentId,
      currency,
      rules,
      setAt,
      setBy: actorId,
    });
    await forgetLimitUsage(tx, organizationId, currency);
    const detail = { departmentId, currency, rules: storeRules(rules) };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: setAt, kind: 'policy.set', actorId, detail },
    ]);
  });
}
