import { transact } from '#src/db/kit/transact.ts';
import { linkPlaygroundPeople } from '#src/db/people/playground-people.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Lets everybody with an address be played in the playground. */
export async function linkPlayground(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  organizationId: string,
): Promise<void> {
  await transact(deps, (tx) => linkPlaygroundPeople(tx, organizationId));
}
