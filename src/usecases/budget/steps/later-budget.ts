import { type DepartmentPolicy, getDepartmentPolicies, listOpenedPeriods } from '#src/db/budget/budget.ts';
import { insertPlannedChange, listStarts } from '#src/db/budget/planned-change.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import {
  beginsWithPeriod,
  calendarOf,
  changePolicy,
  nextBeginnings,
  type PolicyChanges,
  storePolicy,
} from '#src/domain/budget/budget-policy.ts';
import { must } from '#src/domain/kit/must.ts';
import { periodOf } from '#src/domain/kit/period.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Consent } from '#src/usecases/kit/ask-second-person.ts';
import type { SettingMark } from './check-mark.ts';
import { planDetail } from './plan-detail.ts';

type LaterBudget = SettingMark &
  PolicyChanges & { department: Department; actorId: string | null; consent?: Consent | undefined };

/** What holds for a department at an instant, as far as is known. */
export async function policyAt(tx: Tx, department: Department, at: Date): Promise<DepartmentPolicy> {
  const policies = await getDepartmentPolicies(tx, [department], at);
  return must(policies.get(department.id), `policy of ${department.name}`);
}

/** Why a budget cannot begin at an instant, if so: it begins with a period that nobody has opened. */
export async function refuseBeginning(
  tx: Tx,
  setting: LaterBudget & { timeZone?: string | undefined },
  from: Date,
): Promise<Refusal | undefined> {
  if (setting.timeZone !== undefined) throw new Error('a department goes to another zone at once');
  if (from <= tx.now) return { kind: 'plan-not-ahead' };
  const { budget: before, department } = await policyAt(tx, setting.department, from);
  const { timeZone } = department;
  const change = { before, after: changePolicy(before, setting, from), timeZone };
  const opened = new Set(await listOpenedPeriods(tx, department));
  const { key } = periodOf(from, calendarOf(change.after, timeZone));
  if (beginsWithPeriod(from, change) && !opened.has(key)) return undefined;
  const [first, second] = nextBeginnings(tx.now, change) ?? [];
  if (!first || !second) return { kind: 'plan-never-fits' };
  return { kind: 'plan-off-period', first: first.toISOString(), second: second.toISOString(), timeZone };
}

/** Writes a budget that holds from an instant on, as a whole. */
export async function insertLaterBudget(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  setting: LaterBudget,
  from: Date,
): Promise<void> {
  const { department, actorId, reason, consent } = setting;
  const { organizationId, id: departmentId, currency } = department;
  const { budget } = await policyAt(tx, department, from);
  const { setAt: _, ...policy } = changePolicy(budget, setting, from);
  const id = setting.id ?? deps.newId();
  const change = { kind: 'budget' as const, departmentId, ...policy };
  await insertPlannedChange(tx, { organizationId, id, change, currency, from, plannedBy: actorId });
  const detail = {
    departmentId,
    currency,
    ...storePolicy({ ...policy, setAt: from }),
    before: budget ? storePolicy(budget) : null,
    ...planDetail({ id, from, change }),
    ...(reason && { reason }),
    ...consent,
  };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'budget.planned', actorId, detail },
  ]);
}

/** A planned budget that would not begin with a period any more, now that what holds before it, or the zone, is another. */
export async function findMisplaced(tx: Tx, department: Department): Promise<Refusal | undefined> {
  const { organizationId, id: departmentId, currency } = department;
  const asked = { organizationId, kind: 'budget' as const, currency, after: tx.now, departmentId };
  for (const from of await listStarts(tx, asked)) {
    const { budget: before } = await policyAt(tx, department, new Date(from.getTime() - 1));
    const { budget, department: found } = await policyAt(tx, department, from);
    const after = must(budget, `planned budget of ${department.name}`);
    const { timeZone } = found;
    if (!beginsWithPeriod(from, { before, after, timeZone })) {
      return { kind: 'plan-conflict', from: from.toISOString(), timeZone };
    }
  }
  return undefined;
}
