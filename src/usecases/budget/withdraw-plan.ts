import { findGiverAllowances } from '#src/db/budget/allowance.ts';
import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { findRules } from '#src/db/budget/giving-policy.ts';
import { lockPlannedChange, type PlannedChange, saveWithdrawn } from '#src/db/budget/planned-change.ts';
import { findSecondPerson } from '#src/db/budget/second-person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { getDepartment, lockDepartments } from '#src/db/people/department.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import { getPerson } from '#src/db/people/person.ts';
import { allowanceOf } from '#src/domain/budget/limits.ts';
import { whoGains } from '#src/domain/budget/proposal.ts';
import {
  needsSecondPerson,
  type Weight,
  weightOfBudget,
  weightOfRaise,
  weightOfRules,
} from '#src/domain/budget/second-person.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findContradiction } from './steps/find-contradiction.ts';
import { findMisplaced, policyAt } from './steps/later-budget.ts';
import { planDetail } from './steps/plan-detail.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';

/** `actorId`: null for whoever runs the program. */
export type PlanWithdrawal = {
  organizationId: string;
  planId: string;
  actorId: string | null;
  reason?: string | undefined;
};

/**
 * Takes back a change of budgets, rules or allowances before it holds; twice is once. Refuses one that holds already, one that others
 * rest on, and one without which more could be given than one person may decide alone.
 */
export async function withdrawPlan(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, planId: id, actorId, reason }: PlanWithdrawal,
): Promise<Outcome<undefined>> {
  return transact(deps, async (tx): Promise<Outcome<undefined>> => {
    await lockDepartments(tx, organizationId);
    const plan = await lockPlannedChange(tx, { organizationId, id });
    if (!plan) return refused({ kind: 'unknown-plan' });
    if (plan.isWithdrawn) return done(undefined);
    const { change, from } = plan;
    if (from <= tx.now) return refused(await begun(tx, plan));
    const own = await refuseOwnGrant(tx, { organizationId, actorId, ...whoGains(change) });
    if (own) return refused(own);
    const without = await withdrawn(tx, plan, actorId);
    if (without) return refused(without);
    const about = change.kind === 'allowance' ? {} : { departmentId: change.departmentId };
    const subjectId = change.kind === 'allowance' ? change.personId : null;
    const { currency } = plan;
    const detail = { ...about, currency, ...planDetail({ id, from, change }), ...(reason && { reason }) };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'plan.withdrawn', actorId, subjectId, detail },
    ]);
    return done(undefined);
  });
}

async function begun(tx: Tx, { organizationId, from }: PlannedChange): Promise<Refusal> {
  const { timeZone } = await getOrganization(tx, organizationId);
  return { kind: 'plan-begun', from: from.toISOString(), timeZone };
}

/** Withdraws it, or says why that cannot be: then everything is rolled back. */
async function withdrawn(tx: Tx, plan: PlannedChange, actorId: string | null): Promise<Refusal | undefined> {
  const before = await heldAt(tx, plan);
  await saveWithdrawn(tx, plan, actorId);
  const after = await heldAt(tx, plan);
  const { organizationId, currency, change } = plan;
  const over = (await findSecondPerson(tx, organizationId)).setting[currency];
  if (over !== undefined && needsSecondPerson(over, weightBetween(before, after))) {
    return { kind: 'withdrawal-raises', over: storeMoney({ amountMinor: over, currency }) };
  }
  switch (change.kind) {
    case 'rules':
      return findContradiction(tx, { organizationId, departmentId: change.departmentId, currency }, tx.now);
    case 'budget':
      return findMisplaced(tx, await getDepartment(tx, { organizationId, id: change.departmentId }));
    case 'allowance':
      return undefined;
  }
}

type Held =
  | { kind: 'rules'; rules: Parameters<typeof weightOfRules>[0] }
  | { kind: 'budget'; budget: Parameters<typeof weightOfBudget>[0] }
  | { kind: 'allowance'; allowanceMinor: bigint | null };

/** What holds when a plan begins. */
async function heldAt(tx: Tx, { organizationId, currency, change, from }: PlannedChange): Promise<Held> {
  switch (change.kind) {
    case 'rules': {
      const scope = { organizationId, departmentId: change.departmentId, currency };
      return { kind: 'rules', rules: (await findRules(tx, scope, from)).rules };
    }
    case 'budget': {
      const department = await getDepartment(tx, { organizationId, id: change.departmentId });
      return { kind: 'budget', budget: (await policyAt(tx, department, from)).budget };
    }
    case 'allowance': {
      const giver = await getPerson(tx, organizationId, change.personId);
      const { departmentId: id, role } = giver;
      const found = must((await findGiverAllowances(tx, [giver], from)).get(giver.id), 'allowance');
      const policy = (await getDepartmentPolicies(tx, [{ organizationId, id }], from)).get(id);
      const { rules } = must(policy, `policy of department ${id}`);
      return { kind: 'allowance', allowanceMinor: allowanceOf({ role, ...found }, rules) };
    }
  }
}

function weightBetween(before: Held, after: Held): Weight {
  if (before.kind === 'rules' && after.kind === 'rules') return weightOfRules(before.rules, after.rules);
  if (before.kind === 'allowance' && after.kind === 'allowance')
    return weightOfRaise(before.allowanceMinor, after.allowanceMinor);
  if (before.kind === 'budget' && after.kind === 'budget' && after.budget)
    return weightOfBudget(before.budget, after.budget);
  return undefined;
}
