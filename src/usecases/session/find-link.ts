import { getPerson } from '#src/db/people/person.ts';
import { findSignInByToken } from '#src/db/session/sign-in.ts';
import { type LinkState, stateOfLink } from '#src/domain/session/sign-in.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What a link leads to; `name`: whose wallet it opens. */
export type FoundLink = { state: LinkState; name: string };

/**
 * What opening a link shows. It uses nothing up: mail programs and scanners follow links by themselves. Undefined when there is no
 * such link, or its owner has left.
 */
export async function findLink(
  deps: Pick<Deps, 'db' | 'clock'>,
  { token, browser }: { token: string; browser: string | undefined },
): Promise<FoundLink | undefined> {
  const signIn = await findSignInByToken(deps.db, token);
  if (!signIn) return undefined;
  const person = await getPerson(deps.db, signIn.organizationId, signIn.personId);
  if (person.isDeactivated) return undefined;
  return { state: stateOfLink(signIn, signIn.isAskedBy(browser), deps.clock.now()), name: person.name };
}
