import { insertActivities } from '#src/db/ledger/activity.ts';
import { findGiverAllowances, insertAllowance } from '#src/db/budget/allowance.ts';
import { getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { insertPlannedChange } from '#src/db/budget/planned-change.ts';
import { findSettingVersion } from '#src/db/budget/setting-version.ts';
import { forgetLimitUsage } from '#src/db/budget/limit-usage.ts';
import { lockPerson } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { settingTime } from '#src/db/kit/setting.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { allowanceOf } from '#src/domain/budget/limits.ts';
import { heaviest, type Weight, weightOfRaise } from '#src/domain/budget/second-person.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import { checkMark, type SettingMark } from './steps/check-mark.ts';
import { planDetail } from './steps/plan-detail.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';

export type AllowanceSetting = SettingMark & {
  person: Pick<Person, 'organizationId' | 'id'>;
  currency: string;
  amountMinor: bigint | null;
  actorId: string | null;
};

/**
 * Sets what a giver may give per budget period, in minor units of their department's currency; null falls back to their
 * role, from now on or from a later instant. Nobody sets their own, and above the organization's amount it waits for a second person.
 */
export async function setAllowance(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  asked: AllowanceSetting,
): Promise<Outcome<undefined>> {
  return transact(deps, (tx) => setAllowanceIn(deps, tx, asked));
}

/** The same in a transaction, with the word of a second person where there is one. */
export async function setAllowanceIn(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked: AllowanceSetting,
  consent?: Consent,
): Promise<Outcome<undefined>> {
  const { person, currency, amountMinor, actorId, reason, from } = asked;
  const { organizationId, id: personId } = person;
  const giver = await lockPerson(tx, organizationId, personId);
  const mark = await checkMark(tx, { what: 'allowance', organizationId, personId }, asked);
  if (mark === 'changed') return refused({ kind: 'setting-changed' });
  if (mark === 'repeat') return done(undefined);
  if (from && from <= tx.now) return refused({ kind: 'plan-not-ahead' });
  const refusal = await refuseAlone(deps, tx, { asked, giver }, consent);
  if (refusal) return refused(refusal);
  const id = asked.id ?? deps.newId();
  const amount = { amountMinor: amountMinor?.toString() ?? null, currency };
  const detail = { ...amount, ...(reason && { reason }), ...consent };
  const activity = { organizationId, id: deps.newId(), actorId, subjectId: personId };
  if (from) {
    const change = { kind: 'allowance' as const, personId, amountMinor };
    await insertPlannedChange(tx, { organizationId, id, change, currency, from, plannedBy: actorId });
    const planned = { ...detail, ...planDetail({ id, from, change }) };
    await insertActivities(tx, [{ ...activity, at: tx.now, kind: 'allowance.planned', detail: planned }]);
    return done(undefined);
  }
  const setAt = await settingTime(tx, 'allowance', { organization_id: organizationId, person_id: personId });
  await insertAllowance(tx, { organizationId, personId, id, amountMinor, setAt, setBy: actorId });
  await forgetLimitUsage(tx, organizationId, currency);
  await insertActivities(tx, [{ ...activity, at: setAt, kind: 'allowance.set', detail }]);
  return done(undefined);
}

/** Why whoever sets it may not do so alone, if so. */
async function refuseAlone(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { asked, giver }: { asked: AllowanceSetting; giver: Person },
  consent: Consent | undefined,
): Promise<Refusal | undefined> {
  const { currency, amountMinor, actorId, id, reason, from } = asked;
  const { organizationId, id: personId } = giver;
  const own = await refuseOwnGrant(tx, { organizationId, actorId, personId });
  if (own) return own;
  const change = { kind: 'allowance' as const, personId, amountMinor, from: from?.toISOString() };
  const basis = await findSettingVersion(tx, { what: 'allowance', organizationId, personId }, tx.now);
  // What is planned between can still be withdrawn, so it is no raise only where it is none over what holds now either.
  const weights: Weight[] = [];
  for (const at of from ? [tx.now, from] : [tx.now]) {
    const { before, after } = await allowanceAt(tx, giver, { at, amountMinor });
    weights.push(weightOfRaise(before, after));
  }
  const weight = heaviest(weights);
  const made = { organizationId, id, change, weight, currency, basis, actorId, reason };
  return askSecondPerson(deps, tx, made, consent);
}

/** What somebody may give at an instant, without and with an amount of their own; null: as much as the budget has. */
async function allowanceAt(
  tx: Tx,
  giver: Person,
  { at, amountMinor }: { at: Date; amountMinor: bigint | null },
): Promise<{ before: bigint | null; after: bigint | null }> {
  const { organizationId, id: personId, departmentId, role } = giver;
  const found = (await findGiverAllowances(tx, [giver], at)).get(personId);
  const { reports, allowanceMinor } = must(found, `allowance of person ${personId}`);
  const policies = await getDepartmentPolicies(tx, [{ organizationId, id: departmentId }], at);
  const { rules } = must(policies.get(departmentId), `department ${departmentId}`);
  return {
    before: allowanceOf({ role, reports, allowanceMinor }, rules),
    after: allowanceOf({ role, reports, allowanceMinor: amountMinor ?? undefined }, rules),
  };
}
