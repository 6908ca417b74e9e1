import { v7 as uuidV7 } from 'uuid';
import type { Db } from '#src/db/schema.ts';
import type { KeyRing } from '#src/ports.ts';
import { issueGifts } from '#src/usecases/issue-gifts.ts';
import { quietLog } from '../quiet-log.ts';

const clock = { now: () => new Date() };

/** Nobody is rung: what follows a gift is another bench. */
const silentQueue = { ring: () => Promise.resolve() };

/** Issues the gifts of queued requests as Largesse does, one batch after the other. Returns gifts a second. */
export async function issueInBatches(
  { db, keys }: { db: Db; keys: KeyRing },
  ids: readonly string[],
  batchSize: number,
): Promise<number> {
  const deps = { db, keys, clock, newId: uuidV7, queue: silentQueue, log: quietLog };
  const startedAt = performance.now();
  let gifts = 0;
  for (let from = 0; from < ids.length; from += batchSize) {
    gifts += (await issueGifts(deps, ids.slice(from, from + batchSize))).giftIds.length;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  if (gifts !== ids.length) throw new Error(`${ids.length} gifts were asked for, ${gifts} were issued`);
  return gifts / seconds;
}
