import { listHomes } from '#src/db/people/identity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The workspaces of a platform that have joined, the one that this user is known in first. */
export async function findHomes(
  { db }: Pick<Deps, 'db'>,
  user: { platform: string; userId: string },
): Promise<string[]> {
  return listHomes(db, user);
}
