import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findProduct, lockStock, saveLowAt, type StockProduct } from '#src/db/reward/stock-product.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SetDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** Says below how many codes of a product HR and finance are told; 0: never. */
export async function setLowAt(
  deps: SetDeps,
  { actor, productId, lowAt }: { actor: Actor; productId: string; lowAt: number },
): Promise<Outcome<StockProduct>> {
  if (!mayAct(actor, 'keep-stock')) return refused({ kind: 'stock-not-allowed' });
  const { organizationId } = actor;
  return transact(deps, async (tx) => {
    await lockStock(tx, organizationId);
    const product = await findProduct(tx, { organizationId, id: productId });
    if (!product) return refused({ kind: 'unknown-product' });
    await saveLowAt(tx, { organizationId, id: productId, lowAt });
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'stock.set',
        actorId: actorIdOf(actor),
        detail: { productId, before: { lowAt: product.lowAt }, after: { lowAt } },
      },
    ]);
    tx.after('watch-stock', [productId]);
    return done({ ...product, lowAt });
  });
}
