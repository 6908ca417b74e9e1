import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { saveTaxMap } from '#src/db/report/tax-map.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf } from '#src/domain/people/access.ts';
import { checkTaxMap, type TaxMap } from '#src/domain/report/tax-map.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refuseTax } from './steps/refuse-tax.ts';

/** Saves how payroll wants its file, in place of the map of that name. Refuses who may not, and a map that makes no file. */
export async function setTaxMap(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { actor, map }: { actor: Actor; map: TaxMap },
): Promise<Outcome<TaxMap>> {
  const refusal = refuseTax(actor);
  if (refusal) return refused(refusal);
  const problem = checkTaxMap(map);
  if (problem) return refused({ kind: 'bad-tax-map', ...problem });
  const { organizationId } = actor;
  const actorId = actorIdOf(actor);
  return transact(deps, async (tx): Promise<Outcome<TaxMap>> => {
    await saveTaxMap(tx, { organizationId, map, setBy: actorId });
    const detail = { map: map.name, columns: map.columns.map(({ header }) => header) };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'tax.map-set', actorId, detail },
    ]);
    return done(map);
  });
}
