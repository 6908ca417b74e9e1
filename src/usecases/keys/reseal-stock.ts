import type { Tx } from '#src/db/kit/schema.ts';
import {
  lockStockUnderOtherKeys,
  saveResealedStock,
  type StockUnderOldKey,
} from '#src/db/keys/sealed-stock.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { asError } from '#src/kit/errors.ts';
import {
  openStockCode,
  type SealedStockCode,
  sealStockCode,
  stockIndexesOf,
} from '#src/kit/seal-stock-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type BatchToReseal, resealAll, type ResealDeps, type ResealedBatch } from './steps/reseal-all.ts';

/** A code in stock that was left under its key, and why. */
export type LeftStock = { codeId: string; reason: string };

/**
 * Seals all codes that stock has ever had anew under the first key of the ring, with the hashes by which they are found, a batch a
 * transaction. One that does not open, or is not the one that came, stays as it is. A run that is broken off is gone on with by the
 * next one.
 */
export async function resealStock(
  deps: ResealDeps,
  onProgress: (resealed: number) => void = () => {},
): Promise<LeftStock[]> {
  return resealAll(deps, (tx, batch) => resealBatch(deps, tx, batch), onProgress);
}

async function resealBatch(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  batch: BatchToReseal,
): Promise<ResealedBatch<LeftStock>> {
  const codes = await lockStockUnderOtherKeys(tx, batch);
  const left: LeftStock[] = [];
  for (const code of codes) {
    const made = sealAnew(deps.keys, code);
    if ('reason' in made) left.push({ codeId: code.id, reason: made.reason });
    else await saveResealedStock(tx, code, made);
  }
  const resealed = codes.length - left.length;
  if (resealed > 0) {
    const { organizationId, keyId } = batch;
    const detail = { keyId, codes: resealed };
    await insertActivities(tx, [
      { organizationId, id: deps.newId(), at: tx.now, kind: 'stock.resealed', detail },
    ]);
  }
  return { resealed, left, last: codes.at(-1)?.id };
}

function sealAnew(keys: Deps['keys'], code: StockUnderOldKey): SealedStockCode | { reason: string } {
  try {
    const clear = openStockCode(keys, code);
    const isItsOwn = stockIndexesOf(keys, clear).some((one) => code.hmac.equals(one));
    return isItsOwn ? sealStockCode(keys, clear, code.id) : { reason: 'it is not the code that came' };
  } catch (error) {
    return { reason: asError(error).message };
  }
}
