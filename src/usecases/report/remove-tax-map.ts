import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { deleteTaxMap, listTaxMaps } from '#src/db/report/tax-map.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refuseTax } from './steps/refuse-tax.ts';

/** Removes a map that the organization saved; the one of that name that comes with Largesse is there again. Refuses an unknown one. */
export async function removeTaxMap(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { actor, name }: { actor: Actor; name: string },
): Promise<Outcome<void>> {
  const refusal = refuseTax(actor);
  if (refusal) return refused(refusal);
  const { organizationId } = actor;
  return transact(deps, async (tx): Promise<Outcome<void>> => {
    const known = (await listTaxMaps(tx, organizationId)).map((map) => map.name);
    if (!(await deleteTaxMap(tx, organizationId, name)))
      return refused({ kind: 'unknown-tax-map', name, known });
    const actorId = actorIdOf(actor);
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'tax.map-removed',
        actorId,
        detail: { map: name },
      },
    ]);
    return done(undefined);
  });
}
