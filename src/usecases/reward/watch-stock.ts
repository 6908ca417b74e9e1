import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { listByRoles } from '#src/db/people/person.ts';
import {
  countLeft,
  lockWatchedProduct,
  saveWatched,
  type StockProduct,
} from '#src/db/reward/stock-product.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type WatchDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Looks how many codes of a product are left, and tells HR and finance once when there are too few: again only after there were enough
 * in between. Done again, it finds nothing to do.
 */
export async function watchStock(deps: WatchDeps, productId: string): Promise<void> {
  await transact(deps, async (tx) => {
    const product = await lockWatchedProduct(tx, productId);
    if (!product) return;
    const { lowAt, lowSince } = product;
    const left = await countLeft(tx, product, { now: tx.now, most: lowAt });
    const isLow = left < lowAt;
    if (isLow && !lowSince) await tell(deps, tx, product, left);
    const watchAt = new Date(tx.now.getTime() + HOUR_MS);
    await saveWatched(tx, product, { lowSince: isLow ? (lowSince ?? tx.now) : null, watchAt });
  });
}

async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: subjectId, name, valueMinor: amountMinor, currency }: StockProduct,
  left: number,
): Promise<void> {
  const keepers = await listByRoles(tx, organizationId, ['hr', 'finance']);
  const readers = keepers.length > 0 ? keepers : await listByRoles(tx, organizationId, ['admin']);
  const detail = {
    product: name,
    value: storeMoney({ amountMinor, currency }),
    left,
    at: tx.now.toISOString(),
  };
  await notify(
    deps,
    tx,
    readers.map((personId) => ({ organizationId, personId, subjectId, kind: 'stock.low' as const, detail })),
  );
}
