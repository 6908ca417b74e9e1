import { insertActivities } from '#src/db/ledger/activity.ts';
import { insertAllowance } from '#src/db/budget/allowance.ts';
import { forgetLimitUsage } from '#src/db/budget/limit-usage.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { settingTime } from '#src/db/kit/setting.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { checkMark, type SettingMark } from './steps/check-mark.ts';

export type AllowanceSetting = SettingMark & {
  person: Pick<Person, 'organizationId' | 'id'>;
  currency: string;
  amountMinor: bigint | null;
  actorId: string | null;
};

/**
 * Sets what a giver may give per budget period, in minor units of their department's currency; null falls back to their
 * role.
 */
export async function setAllowance(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  asked: AllowanceSetting,
): Promise<Outcome<undefined>> {
  const { person, currency, amountMinor, actorId, reason } = asked;
  const { organizationId, id: personId } = person;
  return transact(deps, async (tx) => {
    await lockPerson(tx, organizationId, personId);
    const mark = await checkMark(tx, { what: 'allowance', organizationId, personId }, asked);
    if (mark === 'changed') return refused({ kind: 'setting-changed' });
    if (mark === 'repeat') return done(undefined);
    const subject = { organization_id: organizationId, person_id: personId };
    const setAt = await settingTime(tx, 'allowance', subject);
    await insertAllowance(tx, {
      organizationId,
      personId,
      id: asked.id ?? deps.newId(),
      amountMinor,
      setAt,
      setBy: actorId,
    });
    await forgetLimitUsage(tx, organizationId, currency);
    const detail = { amountMinor: amountMinor?.toString() ?? null, currency, ...(reason && { reason }) };
    const activity = { organizationId, id: deps.newId(), at: setAt, actorId, subjectId: personId, detail };
    await insertActivities(tx, [{ ...activity, kind: 'allowance.set' }]);
    return done(undefined);
  });
}
