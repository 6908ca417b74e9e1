import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { KEPT } from '#src/domain/gift/gift-card.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';
import { type Outcome, refused } from '#src/domain/outcome.ts';
import { refusalOfChoice } from '#src/domain/store/card-choice.ts';
import { type RedeemedGift, redeemOwnGift } from '#src/usecases/gift/steps/redeem-own-gift.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { makeStoredValue } from '#src/usecases/reward/steps/fail-gift-card.ts';
import { lockCardGift } from './steps/lock-card-gift.ts';

type KeepDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Adds a gift to its recipient’s balance instead of the card that they may choose: no card is bought for it any more. Refuses what
 * redeeming any gift refuses, such as an amount that asks for a second factor, and the card stays to be chosen then.
 *
 * @throws `LostAnswer` when it may have been added; after any other fault it was not.
 */
export async function keepAsBalance(deps: KeepDeps, asked: RedeemedGift): Promise<Outcome<Redeemed>> {
  return transact(deps, (tx) => keep(deps, tx, asked));
}

async function keep(deps: KeepDeps, tx: Tx, asked: RedeemedGift): Promise<Outcome<Redeemed>> {
  const locked = await lockCardGift(deps, tx, asked);
  if (!locked.ok) return locked;
  const { person, gift, card, claimBy } = locked.value;
  const refusal = refusalOfChoice({ ...gift, claimBy, card }, tx.now);
  // It is stored value already: a second press finds it redeemed.
  if (refusal?.kind === 'gift-is-value') return redeemOwnGift(deps, tx, asked);
  if (refusal) return refused(refusal);
  await makeStoredValue(deps, tx, gift, { actorId: person.id, reason: KEPT });
  return redeemOwnGift(deps, tx, asked);
}
