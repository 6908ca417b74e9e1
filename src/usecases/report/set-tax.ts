import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import { insertTaxSetting, listTaxSettings } from '#src/db/report/tax-setting.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf } from '#src/domain/people/access.ts';
import { type TaxSetting, taxSettingOn } from '#src/domain/report/tax-setting.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refuseTax } from './steps/refuse-tax.ts';

export type SetTax = {
  actor: Actor;
  /** The organization’s. */
  timeZone: string;
  setting: TaxSetting;
  reason: string;
};

/**
 * Says when gifts count for tax, whether the organization pays the tax itself, and how payroll divides time, from a day on.
 *
 * Refuses who may not, and a day that is over, by which closed pay periods would change. The first setting may begin on any day: before
 * it, nobody has said anything that payroll could have gone by.
 */
export async function setTax(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { actor, timeZone, setting, reason }: SetTax,
): Promise<Outcome<TaxSetting>> {
  const refusal = refuseTax(actor);
  if (refusal) return refused(refusal);
  const { organizationId } = actor;
  return transact(deps, async (tx): Promise<Outcome<TaxSetting>> => {
    // Gifts that are being given wait: each counts by what holds on its day.
    await lockDepartments(tx, organizationId);
    const settings = await listTaxSettings(tx, organizationId);
    const today = dayOf(tx.now, timeZone);
    const { since } = setting;
    if (settings.length > 0 && since < today) return refused({ kind: 'tax-since-past', since, today });
    const actorId = actorIdOf(actor);
    await insertTaxSetting(tx, { ...setting, organizationId, id: deps.newId(), setBy: actorId });
    const detail = { before: taxSettingOn(settings, since), after: setting, reason };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'tax.set', actorId, detail },
    ]);
    return done(setting);
  });
}
