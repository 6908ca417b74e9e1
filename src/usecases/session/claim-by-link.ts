import { transact } from '#src/db/kit/transact.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findSessionByToken } from '#src/db/session/session.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';
import { isToChoose } from '#src/domain/gift/gift-card.ts';
import type { Outcome, Refusal } from '#src/domain/outcome.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { SignInOrigin } from '#src/domain/session/session.ts';
import { openClaimLink, type OpenedClaim } from '#src/usecases/gift/open-claim-link.ts';
import { redeemGift } from '#src/usecases/gift/redeem-gift.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findSession } from './find-session.ts';
import { beginSession, type Begun } from './steps/begin-session.ts';

type ClaimDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What a browser brings that claims a gift. `held`: the token of the session that it has; `keepsSession`: it can keep one. */
export type BroughtClaim = {
  token: string;
  origin: SignInOrigin;
  held: string | undefined;
  keepsSession: boolean;
};

/** What came of it. `isTheirs`: its browser is their own now; `begun`: by a session that was opened for that. */
export type ClaimedByLink = {
  opened: OpenedClaim;
  redeemed: Outcome<Redeemed> | undefined;
  isTheirs: boolean;
  begun: Begun | undefined;
};

/**
 * Adds the gift of a mail's link to the balance of the guest whom the mail went to, and signs them in: the link proves that the address
 * is theirs. They are also signed in where a second factor is asked for first, since they give it there. A link whose gift has ended
 * signs nobody in, and a browser in which somebody else is signed in stays theirs.
 *
 * Undefined when the link is dead; `redeemed` is undefined when the gift had ended before.
 *
 * @throws `LostAnswer` when it may have been redeemed; after any other fault it was not.
 */
export async function claimByLink(
  deps: ClaimDeps,
  { token, origin, held, keepsSession }: BroughtClaim,
): Promise<ClaimedByLink | undefined> {
  const opened = await openClaimLink(deps, token);
  if (!opened) return undefined;
  const { person, gift, end } = opened;
  const reader = held === undefined ? undefined : await findSession(deps, held);
  const isTheirs = reader?.person.id === person.id;
  if (end) return { opened, redeemed: undefined, isTheirs, begun: undefined };
  const passedAt = isTheirs ? reader.session.secondFactorAt : null;
  const redeemed = await redeemGift(deps, { person, giftId: gift.giftId, ...origin, passedAt });
  const enters = keepsSession && (redeemed.ok || goesOn(redeemed.refusal));
  if (!enters || reader || !person.isGuest) return { opened, redeemed, isTheirs, begun: undefined };
  return { opened, redeemed, isTheirs: true, begun: await enter(deps, person, { origin, held }) };
}

/** They give a second factor, or choose what the gift is, once they are signed in. */
function goesOn(refusal: Refusal): boolean {
  return asksForFactor(refusal) || isToChoose(refusal);
}

/** With a guest's rights, whatever role they have: the link proves no more than an address. */
async function enter(
  deps: ClaimDeps,
  { organizationId, id }: Person,
  { origin, held }: Pick<BroughtClaim, 'origin' | 'held'>,
): Promise<Begun> {
  return transact(deps, async (tx) => {
    const person = await getPerson(tx, organizationId, id);
    const replaced = held === undefined ? undefined : await findSessionByToken(tx, held);
    return beginSession(deps, tx, { person, how: 'mail', isLimited: true, origin, replaced });
  });
}
