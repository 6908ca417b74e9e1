import type { Tx } from '#src/db/kit/schema.ts';
import { getPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refusalOfAlteredFactor } from './refuse-altered-factor.ts';

/** Somebody who acts as an admin, as they are now; refused when their row was changed past Largesse. */
export async function getAdmin(
  deps: Pick<Deps, 'keys' | 'log'>,
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<Outcome<Person>> {
  const altered = await refusalOfAlteredFactor(deps, tx, { organizationId, name: 'person', key: id });
  return altered ? refused(altered) : done(await getPerson(tx, organizationId, id));
}
