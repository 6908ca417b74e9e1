import { insertActivities } from '#src/db/ledger/activity.ts';
import { listDepartments, lockDepartments } from '#src/db/people/department.ts';
import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import {
  type FoundRules,
  findRules,
  insertGivingPolicy,
  type RulesScope,
} from '#src/db/budget/giving-policy.ts';
import { forgetLimitUsage } from '#src/db/budget/limit-usage.ts';
import { settingTime } from '#src/db/kit/setting.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import {
  changeRules,
  findConflict,
  type GivingRules,
  mergeChanges,
  NO_RULES,
  type RulesChanges,
  storeRules,
} from '#src/domain/budget/giving-rules.ts';
import { cardItemOf } from '#src/domain/budget/gift-kind.ts';
import { leastClaim } from '#src/domain/gift/validity.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { checkMark, type SettingMark } from './steps/check-mark.ts';
import { findCardOffer } from './steps/find-card-offer.ts';

export type SetRules = SettingMark & {
  scope: RulesScope;
  /** 'cleared': the department follows its organization again. */
  rules: RulesChanges | 'cleared';
  actorId: string | null;
};

type RulesDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/**
 * Changes the giving rules of all departments in a currency, or what one department has of its own; they apply to every
 * decision from now on. Returns the rules in force. Rules that contradict each other are refused, also where they would
 * in a department that follows them, a last day for gifts sooner than the law of its region allows, and a gift card that cannot be
 * bought here, or not in the currency of the gifts.
 *
 * Waits for the batches being decided in any department: what they give counts against a new limit.
 */
export async function setGivingRules(deps: RulesDeps, asked: SetRules): Promise<Outcome<GivingRules>> {
  return transact(deps, (tx) => setLocked(deps, tx, asked));
}

/** What `setGivingRules` would make of it now. */
export async function planGivingRules(deps: RulesDeps, asked: SetRules): Promise<Outcome<GivingRules>> {
  return rehearse(deps, (tx) => setLocked(deps, tx, asked));
}

async function setLocked(deps: RulesDeps, tx: Tx, asked: SetRules): Promise<Outcome<GivingRules>> {
  const { scope, rules: changes, actorId, reason } = asked;
  const { organizationId, departmentId, currency } = scope;
  await lockDepartments(tx, organizationId);
  const mark = await checkMark(tx, { what: 'rules', ...scope }, asked);
  if (mark === 'changed') return refused({ kind: 'setting-changed' });
  const before = await findRules(tx, scope);
  if (mark === 'repeat') return done(before.rules);
  const { rules, differences } = await applied(tx, { scope, before, changes });
  const noCard = await refusalOfCard(deps, tx, { scope, changes });
  if (noCard) return refused(noCard);
  const subject = { organization_id: organizationId, department_id: departmentId, currency };
  const setAt = await settingTime(tx, 'giving_policy', subject);
  const id = asked.id ?? deps.newId();
  await insertGivingPolicy(tx, { ...scope, id, rules, differences, setAt, setBy: actorId });
  const conflict = await findContradiction(tx, scope, rules);
  if (conflict) return refused(conflict);
  await forgetLimitUsage(tx, organizationId, currency);
  const detail = {
    departmentId,
    currency,
    before: storeRules(before.rules),
    rules: storeRules(rules),
    ...(differences && { differences: storeRules(differences) }),
    ...(reason && { reason }),
  };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: setAt, kind: 'policy.set', actorId, detail },
  ]);
  return done(rules);
}

/** A card that was set just now: one that was set before is refused when it is given. */
async function refusalOfCard(
  deps: Pick<Deps, 'rewardProviders'>,
  tx: Tx,
  { scope, changes }: { scope: RulesScope; changes: SetRules['rules'] },
): Promise<Refusal | undefined> {
  const itemId = changes === 'cleared' ? undefined : cardItemOf(changes.giftKind ?? undefined);
  if (itemId === undefined) return undefined;
  const { organizationId, currency: expected } = scope;
  const card = await findCardOffer(deps, tx, { organizationId, itemId });
  if (!card) return { kind: 'unknown-item' };
  const { name, currency: given } = card;
  if (!card.isOnSale) return { kind: 'gift-card-unsold', card: name };
  return given === expected ? undefined : { kind: 'gift-card-currency', card: name, given, expected };
}

type Applied = { rules: GivingRules; differences: RulesChanges | null };

/** The rules after a change: those of all as a whole, a department's as what differs. */
async function applied(
  tx: Tx,
  { scope, before, changes }: { scope: RulesScope; before: FoundRules; changes: SetRules['rules'] },
): Promise<Applied> {
  const isCleared = changes === 'cleared';
  if (scope.departmentId === null) {
    return { rules: isCleared ? NO_RULES : changeRules(before.rules, changes), differences: null };
  }
  const differences = isCleared ? {} : mergeChanges(before.own ?? {}, changes);
  const shared = await findRules(tx, { ...scope, departmentId: null });
  return { rules: changeRules(shared.rules, differences), differences };
}

/** A contradiction in what was just set, or in what a department makes of it. */
async function findContradiction(
  tx: Tx,
  { organizationId, departmentId, currency }: RulesScope,
  rules: GivingRules,
): Promise<Refusal | undefined> {
  const departments = (await listDepartments(tx, organizationId)).filter((one) => {
    return one.currency === currency && (departmentId ?? one.id) === one.id;
  });
  const policies = await getDepartmentPolicies(tx, departments);
  const own = departments.map((department) => {
    const { id, name } = department;
    const inForce = must(policies.get(id), name).rules;
    return (
      contradictionOf(inForce, { whose: 'one', department: name }) ??
      refusalOfClaim(inForce, department, tx.now)
    );
  });
  const shared = departmentId === null ? contradictionOf(rules, { whose: 'all', department: '' }) : undefined;
  return shared ?? own.find((refusal) => refusal !== undefined);
}

/** Gifts are awards by the employer: so long as the law of a department's region lets them be claimed, so long they can be. */
function refusalOfClaim(
  { claimDays }: GivingRules,
  { name: department, region, timeZone }: Department,
  now: Date,
): Refusal | undefined {
  if (claimDays === undefined) return undefined;
  const least = leastClaim({ region, source: 'employer_award', day: dayOf(now, timeZone) });
  if (!least || (least.days !== null && claimDays >= least.days)) return undefined;
  return { kind: 'claim-too-short', department, region, law: least.law, days: least.days ?? 0 };
}

function contradictionOf(
  rules: GivingRules,
  whose: { whose: 'all' | 'one'; department: string },
): Refusal | undefined {
  const { approvalHours, remindHours } = rules;
  const kind = findConflict(rules);
  if (kind === 'no-gift-fits') return { kind, ...whose };
  return kind && { kind, ...whose, approvalHours, remindHours };
}
