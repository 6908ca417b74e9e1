import { getPerson } from '#src/db/people/person.ts';
import { findSpendMailing } from '#src/db/report/spend-mailing.ts';
import type { Person } from '#src/domain/people/person.ts';
import { mayGetSpend } from '#src/domain/report/spend-mailing.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Whoever still gets the spend of each month, as they are now; undefined for who stopped it, left, or may not see it any more. */
export async function findSpendReader(
  { db }: Pick<Deps, 'db'>,
  { organizationId, personId: id }: { organizationId: string; personId: string },
): Promise<Person | undefined> {
  const person = await getPerson(db, organizationId, id);
  const wants = await findSpendMailing(db, person);
  return wants && mayGetSpend(person) ? person : undefined;
}
