import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findTaken, type TakenCode, type CodeTaker, takeNext } from '#src/db/reward/stock-code.ts';
import { findProduct } from '#src/db/reward/stock-product.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

export type StockTaking = { organizationId: string; productId: string; taker: CodeTaker };

/**
 * Takes one code from stock, the one that expires first, for somebody and for something. Asked again for the same thing, it gives the
 * same code. Of many who take at once nobody waits, and each gets another code.
 *
 * Refuses when none is left: then somebody else may be about to give one back.
 */
export async function takeStockCode(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, productId, taker }: StockTaking,
): Promise<Outcome<TakenCode>> {
  const before = await findTaken(tx, organizationId, taker.takenFor);
  if (before) return done({ ...before, isNew: false });
  const code = await takeNext(tx, { organizationId, productId }, taker);
  if (!code) {
    const product = await findProduct(tx, { organizationId, id: productId });
    return refused({ kind: 'out-of-stock', name: product?.name ?? '' });
  }
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'stock.taken',
      subjectId: taker.personId,
      detail: {
        codeId: code.id,
        productId,
        batchId: code.batchId,
        [`${taker.takenFor.type}Id`]: taker.takenFor.id,
      },
    },
  ]);
  tx.after('watch-stock', [productId]);
  return done({ ...code, isNew: true });
}
