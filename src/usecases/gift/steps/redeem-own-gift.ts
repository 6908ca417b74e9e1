import { lockGift } from '#src/db/gift/gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import type { TypedCode } from '#src/usecases/gift/redeem-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { creditGift, mayRedeem } from './credit-gift.ts';
import { guardRedeem, refusalOfFrozenWallet } from './guard-redeem.ts';
import { refusalOfAlteredGifts } from './refuse-altered-gifts.ts';
import { refusalOfCardGift } from './refuse-card-gift.ts';
import { refusalWithoutFactor } from './refuse-without-factor.ts';

/** A gift by its id, with what is known of whoever asks, as of a typed code. */
export type RedeemedGift = { giftId: string } & Omit<TypedCode, 'typed'>;

/** Redeems a gift for its recipient; see `redeemGift`. */
export async function redeemOwnGift(
  deps: Pick<Deps, 'newId' | 'keys' | 'log'>,
  tx: Tx,
  { person: asking, giftId, address, userAgent, passedAt = null }: RedeemedGift,
): Promise<Outcome<Redeemed>> {
  const person = await lockPerson(tx, asking.organizationId, asking.id);
  const frozen = await refusalOfFrozenWallet(deps, tx, person);
  if (frozen) return refused(frozen);
  const gift = await lockGift(tx, person.organizationId, giftId);
  if (!gift || gift.boundTo !== person.id) return refused({ kind: 'not-yours' });
  if (gift.status === 'voided') return refused({ kind: 'gift-withdrawn' });
  const asCard = await refusalOfCardGift(tx, gift);
  if (asCard) return refused(asCard);
  if (gift.status === 'redeemed') return refused({ kind: 'already-redeemed' });
  if (!mayRedeem(gift, person, tx.now)) return refused({ kind: 'gift-expired' });
  const altered = await refusalOfAlteredGifts(deps, tx, { ...gift, giftIds: [gift.giftId] });
  if (altered) return refused(altered);
  const unproved = await refusalWithoutFactor(tx, { ...gift, passedAt }, { money: gift });
  if (unproved) return refused(unproved);
  const seen = { address, userAgent, hasSecondFactor: isFresh(passedAt, tx.now) };
  const guarded = await guardRedeem(deps, tx, { person, gift, seen });
  if (guarded) return refused(guarded);
  return done(await creditGift(deps, tx, gift, { person, seen }));
}
