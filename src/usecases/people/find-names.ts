import { findEverybody } from '#src/db/people/find-people.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** The names of chat users whom we know, in their order; undefined for everybody else. No platform is asked. */
export async function findNames(
  deps: Pick<Deps, 'db'>,
  organizationId: string,
  users: readonly ChatUser[],
): Promise<(string | undefined)[]> {
  const asked = users.map((user) => ({ organizationId, ref: { by: 'chat' as const, ...user } }));
  const found = await findEverybody(deps.db, asked);
  return found.map(([person]) => person?.name);
}
