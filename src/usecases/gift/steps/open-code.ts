import { findActivityTimes, insertActivities } from '#src/db/ledger/activity.ts';
import { type LockedGift, lockGiftByCode } from '#src/db/gift/gift.ts';
import { listLackingKeys } from '#src/db/kit/code-key.ts';
import { lockPerson } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { mayRedeem } from './credit-gift.ts';
import { refusalOfCardGift } from './refuse-card-gift.ts';
import { refusalOfFrozenWallet } from './guard-redeem.ts';
import { refusalOfAlteredGifts } from './refuse-altered-gifts.ts';
import { refuseUnread } from './refuse-unread.ts';

const WRONG_CODES_ALLOWED = 10;
const WINDOW_MS = HOUR_MS;

/** A code's gift, locked, and the person who may redeem it. */
export type OpenedCode = { gift: LockedGift; person: Person };

/**
 * Finds the gift of a code for whoever may redeem it now. Every failure gets the same refusal, whether the code is unknown, spent or
 * somebody else's, and counts: after ten in an hour the person is locked out. A code that may be under a key which this process
 * lacks is not wrong, and does not count.
 */
export async function openCode(
  deps: Pick<Deps, 'newId' | 'keys' | 'log'>,
  tx: Tx,
  asking: Person,
  code: SecretCode,
): Promise<Outcome<OpenedCode>> {
  const person = await lockPerson(tx, asking.organizationId, asking.id);
  const lockedUntil = await findLock(tx, person);
  if (lockedUntil) return refused({ kind: 'too-many-codes', until: lockedUntil.toISOString() });
  const frozen = await refusalOfFrozenWallet(deps, tx, person);
  if (frozen) return refused(frozen);
  const gift = await lockGiftByCode(tx, person.organizationId, deps.keys.indexesOf(code));
  if (!gift) {
    const lacking = await listLackingKeys(tx, deps.keys);
    if (lacking.length > 0) return refuseUnread(deps, lacking);
  }
  if (!gift || !mayRedeem(gift, person, tx.now)) return refuseCode(deps, tx, person, code);
  const asCard = await refusalOfCardGift(tx, gift);
  if (asCard) return refused(asCard);
  const altered = await refusalOfAlteredGifts(deps, tx, { ...gift, giftIds: [gift.giftId] });
  return altered ? refused(altered) : done({ gift, person });
}

/** Until when a person is locked out; undefined when they are not. */
export async function findLock(tx: Tx, person: Person): Promise<Date | undefined> {
  const since = new Date(tx.now.getTime() - WINDOW_MS);
  const { organizationId, id: actorId } = person;
  const times = await findActivityTimes(tx, { organizationId, actorId, kind: 'code.refused', since });
  const counted = times.at(-WRONG_CODES_ALLOWED);
  return counted && new Date(counted.getTime() + WINDOW_MS);
}

/** A wrong code counts towards the lock, so its record must outlive the refusal. */
async function refuseCode(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  person: Person,
  code: SecretCode,
): Promise<ReturnType<typeof refused>> {
  await insertActivities(tx, [
    {
      organizationId: person.organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'code.refused',
      actorId: person.id,
      detail: { lastFour: code.lastFour },
    },
  ]);
  tx.keepOnRefusal();
  return refused({ kind: 'code-refused' });
}
