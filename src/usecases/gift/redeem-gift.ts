import { lockGift } from '#src/db/gift/gift.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { creditGift, mayRedeem } from './steps/credit-gift.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Redeemed } from '#src/domain/gift/gift.ts';

/**
 * Redeems a gift for its recipient, who pressed its button instead of typing the code.
 *
 * @throws `LostAnswer` when it may have been redeemed; after any other fault it was not.
 */
export async function redeemGift(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log'>,
  { person, giftId }: { person: Person; giftId: string },
): Promise<Outcome<Redeemed>> {
  return transact(deps, async (tx) => {
    const gift = await lockGift(tx, person.organizationId, giftId);
    if (!gift || gift.boundTo !== person.id) return refused({ kind: 'not-yours' });
    if (gift.status === 'voided') return refused({ kind: 'gift-withdrawn' });
    if (gift.status === 'redeemed') return refused({ kind: 'already-redeemed' });
    if (!mayRedeem(gift, person, tx.now)) return refused({ kind: 'gift-expired' });
    return done(await creditGift(deps, tx, gift, person));
  });
}
