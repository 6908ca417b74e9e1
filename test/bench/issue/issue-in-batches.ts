import { BATCHES_AT_ONCE } from '#jobs/issue-gifts.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { issueGifts } from '#src/usecases/recognition/issue-gifts.ts';
import { newId } from '#src/kit/new-id.ts';
import { quietLog } from '../quiet-log.ts';
import { silentQueue } from '../silent-queue.ts';

const clock = { now: () => new Date() };

/** Issues the gifts of queued requests as Largesse's worker does, `BATCHES_AT_ONCE` under way. Returns gifts a second. */
export async function issueInBatches(
  { db, keys }: { db: Db; keys: KeyRing },
  ids: readonly string[],
  batchSize: number,
): Promise<number> {
  const deps = { db, keys, clock, newId, queue: silentQueue, log: quietLog, rewardProviders: new Map() };
  const batches = batchesOf(ids, batchSize).values();
  let gifts = 0;
  async function work(): Promise<void> {
    for (const batch of batches) {
      const { giftIds } = await issueGifts(deps, batch);
      gifts += giftIds.length;
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  if (gifts !== ids.length) throw new Error(`${ids.length} gifts were asked for, ${gifts} were issued`);
  return gifts / seconds;
}

function batchesOf(ids: readonly string[], size: number): string[][] {
  const count = Math.ceil(ids.length / size);
  return Array.from({ length: count }, (_, index) => ids.slice(index * size, (index + 1) * size));
}
