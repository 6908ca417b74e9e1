import { countTry, deleteExpiredCounts, type RateLimit } from '#src/db/kit/rate-limit.ts';
import { randomToken } from '#src/db/kit/random-token.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { deleteOldSignIns, insertSignIn } from '#src/db/session/sign-in.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { DAY_MS, HOUR_MS } from '#src/domain/kit/time.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { LINK_MS } from '#src/domain/session/sign-in.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type AskDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'reachable'>;

const PER_MAILBOX: RateLimit = { name: 'sign-in-mailbox', most: 5, windowMs: HOUR_MS };
const PER_ADDRESS: RateLimit = { name: 'sign-in-address', most: 30, windowMs: HOUR_MS };

/** `email` as typed; `address`: where the request came from. */
export type MailRequest = { organizationId: string; email: string; address: string };

/**
 * Sends somebody a mail with a link to sign in, if the address is a known person's. The answer is the same if it is not: what the
 * browser keeps, which the link is bound to.
 *
 * Refused when it was asked for too often, for this address or from this place; also the same for both.
 */
export async function askForMail(
  deps: AskDeps,
  { organizationId, email, address }: MailRequest,
): Promise<Outcome<{ browser: string }>> {
  const until =
    (await countTry(deps.db, PER_ADDRESS, `${organizationId} ${address}`)) ??
    (await countTry(deps.db, PER_MAILBOX, `${organizationId} ${foldText(email)}`));
  if (until) return refused({ kind: 'too-many-sign-ins', until: until.toISOString() });
  await deleteExpiredCounts(deps.db);
  const browser = randomToken();
  const [person, ...others] = await findPeople(deps.db, organizationId, { by: 'email', email });
  if (!person || person.isDeactivated || others.length > 0) return done({ browser });
  const { id: personId } = person;
  await transact(deps, async (tx) => {
    await deleteOldSignIns(tx, { organizationId, personId, before: new Date(tx.now.getTime() - DAY_MS) });
    const id = deps.newId();
    const expiresAt = new Date(tx.now.getTime() + LINK_MS);
    await insertSignIn(tx, {
      organizationId,
      id,
      personId,
      how: 'mail',
      isLimited: false,
      expiresAt,
      browser,
    });
    await notify(deps, tx, [{ organizationId, personId, subjectId: id, kind: 'sign-in.asked', detail: {} }]);
  });
  return done({ browser });
}
