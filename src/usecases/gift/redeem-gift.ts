import { transact } from '#src/db/kit/transact.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type RedeemedGift, redeemOwnGift } from './steps/redeem-own-gift.ts';

/**
 * Redeems a gift for its recipient, who pressed its button instead of typing the code. An amount above the one that asks for a second
 * factor is refused unless `passedAt`, when they passed it, is minutes ago. Nothing goes into a frozen wallet, and the rules of
 * `domain/wallet/velocity.ts` judge what is unusual.
 *
 * @throws `LostAnswer` when it may have been redeemed; after any other fault it was not.
 */
export async function redeemGift(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  asked: RedeemedGift,
): Promise<Outcome<Redeemed>> {
  return transact(deps, (tx) => redeemOwnGift(deps, tx, asked));
}
