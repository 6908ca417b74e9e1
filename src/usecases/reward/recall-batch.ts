import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockBatch, saveRecalled } from '#src/db/reward/stock-batch.ts';
import { recallLeft } from '#src/db/reward/stock-code.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type RecallDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/**
 * Takes what is left of a bad batch out of stock, for good. Who holds the codes that were given is listed by
 * `app.queries.reward.listHolders`. Returns how many codes were left.
 */
export async function recallBatch(
  deps: RecallDeps,
  { actor, batchId, reason }: { actor: Actor; batchId: string; reason: string },
): Promise<Outcome<{ recalled: number }>> {
  if (!mayAct(actor, 'keep-stock')) return refused({ kind: 'stock-not-allowed' });
  if (reason.trim() === '') return refused({ kind: 'reason-missing' });
  const of = { organizationId: actor.organizationId, id: batchId };
  return transact(deps, async (tx) => {
    const batch = await lockBatch(tx, of);
    if (!batch) return refused({ kind: 'unknown-batch' });
    if (batch.recalledAt) return refused({ kind: 'recalled-before', name: batch.name });
    const actorId = actorIdOf(actor);
    await saveRecalled(tx, of, { actorId, reason: reason.trim() });
    const products = await recallLeft(tx, of);
    const recalled = products.reduce((sum, { codes }) => sum + codes, 0);
    await insertActivities(tx, [
      {
        organizationId: of.organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'stock.recalled',
        actorId,
        detail: { batchId, recalled, reason: reason.trim() },
      },
    ]);
    tx.after(
      'watch-stock',
      products.map(({ productId }) => productId),
    );
    return done({ recalled });
  });
}
