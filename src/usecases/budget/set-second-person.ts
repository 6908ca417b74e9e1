import { findSecondPerson, insertSecondPerson } from '#src/db/budget/second-person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { isSetting, settingTime } from '#src/db/kit/setting.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import {
  changeSecondPerson,
  type SecondPerson,
  storeSecondPerson,
} from '#src/domain/budget/second-person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import type { SettingMark } from './steps/check-mark.ts';

/** From which amount of a currency on; null asks nobody. */
export type SecondPersonSetting = SettingMark & {
  organizationId: string;
  currency: string;
  amountMinor: bigint | null;
  actorId: string | null;
};

/**
 * Says above which amount a change of money rules needs a second person. Returns what holds then. What asks a second person less often
 * than before needs one itself.
 */
export async function setSecondPerson(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  setting: SecondPersonSetting,
): Promise<Outcome<SecondPerson>> {
  return transact(deps, (tx) => setSecondPersonIn(deps, tx, setting));
}

/** The same in a transaction, with the word of a second person where there is one. */
export async function setSecondPersonIn(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked: SecondPersonSetting,
  consent?: Consent,
): Promise<Outcome<SecondPerson>> {
  const { organizationId, currency, amountMinor, actorId, reason, seen } = asked;
  // What is changed at the same time is changed before it or after it.
  await lockDepartments(tx, organizationId);
  const { setting: before, version } = await findSecondPerson(tx, organizationId);
  const id = asked.id ?? deps.newId();
  if (await isSetting(tx, 'second_person', { organizationId, id })) return done(before);
  if (seen !== undefined && seen !== version) return refused({ kind: 'setting-changed' });
  const stands = before[currency];
  const isWeaker = stands !== undefined && (amountMinor === null || amountMinor > stands);
  const change = { kind: 'second-person' as const, amountMinor };
  const weight = isWeaker ? ('no-limit' as const) : undefined;
  const made = { organizationId, id, change, weight, currency, basis: version, actorId, reason };
  const waits = await askSecondPerson(deps, tx, made, consent);
  if (waits) return refused(waits);
  const setting = changeSecondPerson(before, { currency, amountMinor });
  const setAt = await settingTime(tx, 'second_person', { organization_id: organizationId });
  await insertSecondPerson(tx, { organizationId, id, setting, setAt, setBy: actorId });
  const over = { before: storeSecondPerson(before), over: storeSecondPerson(setting) };
  const detail = { ...over, ...(reason && { reason }), ...consent };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: setAt, kind: 'second-person.set', actorId, detail },
  ]);
  return done(setting);
}
