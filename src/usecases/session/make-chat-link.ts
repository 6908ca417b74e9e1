import { randomToken } from '#src/db/kit/random-token.ts';
import { transact } from '#src/db/kit/transact.ts';
import { getPerson } from '#src/db/people/person.ts';
import { deleteOldSignIns, insertSignIn } from '#src/db/session/sign-in.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { LINK_MS } from '#src/domain/session/sign-in.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type LinkDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'reachable'>;

/**
 * A link that signs somebody in once, within ten minutes: for their eyes only, in chat. The one before it ends.
 *
 * @param back the page that they come to then; their wallet when left out.
 * @param caller as their chat account vouches for them: where that gives fewer rights than they have, so does the session.
 */
export async function makeChatLink(
  deps: LinkDeps,
  caller: Person,
  { back }: { back?: string } = {},
): Promise<Outcome<{ url: string }>> {
  const { web } = deps.reachable;
  if (web === undefined) return refused({ kind: 'no-web' });
  const { organizationId, id: personId } = caller;
  const token = randomToken();
  await transact(deps, async (tx) => {
    const person = await getPerson(tx, organizationId, personId);
    await deleteOldSignIns(tx, { organizationId, personId, before: new Date(tx.now.getTime() - DAY_MS) });
    await insertSignIn(tx, {
      organizationId,
      id: deps.newId(),
      personId,
      how: 'chat',
      isLimited: person.role !== caller.role,
      expiresAt: new Date(tx.now.getTime() + LINK_MS),
      token,
    });
  });
  const onward = back === undefined ? '' : `?back=${encodeURIComponent(back)}`;
  return done({ url: `${web}/sign-in/link/${token}${onward}` });
}
