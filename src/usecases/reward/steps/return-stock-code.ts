import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockBatch } from '#src/db/reward/stock-batch.ts';
import { findTaken, lockTaken, saveGivenBack, type CodeTaker } from '#src/db/reward/stock-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** `returned`: it is in stock again. `recalled`: its batch was, so it is out of stock. `seen`: it stays with whoever has seen it. */
export type ReturnedCode = 'returned' | 'recalled' | 'seen' | 'none';

/** Gives back the code that was taken for something, unless somebody has seen it. Done again, it finds none. */
export async function returnStockCode(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, takenFor }: { organizationId: string; takenFor: CodeTaker['takenFor'] },
): Promise<ReturnedCode> {
  const found = await findTaken(tx, organizationId, takenFor);
  if (!found) return 'none';
  const batch = await lockBatch(tx, { organizationId, id: found.batchId });
  const code = await lockTaken(tx, organizationId, takenFor);
  if (!code || !batch) return 'none';
  if (code.id !== found.id) throw new Error(`what was taken for ${takenFor.id} changed meanwhile`);
  if (code.isRevealed) return 'seen';
  const isRecalled = batch.recalledAt !== null;
  await saveGivenBack(tx, code, isRecalled ? 'recall' : 'return');
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'stock.returned',
      subjectId: code.personId,
      detail: { codeId: code.id, productId: code.productId, batchId: code.batchId, isRecalled },
    },
  ]);
  tx.after('watch-stock', [code.productId]);
  return isRecalled ? 'recalled' : 'returned';
}
