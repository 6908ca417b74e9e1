import { sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { readRows } from '#src/db/kit/snapshot.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { listSpendGifts, type SpendGift, type SpendGiftFilter } from './list-spend-gifts.ts';

const ROWS_AT_ONCE = 500;

/**
 * All gifts behind a figure that the reader may see, newest first, read from one snapshot as they are asked for. Each page of them is
 * found by an index from where the one before ended, so that the first comes at once, however many there are.
 */
export function readSpendGifts(
  db: Db,
  scope: Scope,
  filter: Omit<SpendGiftFilter, 'before'>,
): AsyncGenerator<SpendGift, void> {
  return readRows(db, ROWS_AT_ONCE, async (snapshot, before) => {
    if (before === undefined) await plan(snapshot, filter);
    return listSpendGifts(snapshot, scope, { ...filter, before, limit: ROWS_AT_ONCE });
  });
}

/**
 * The planner takes it to be cheaper to sort all that is left once a part has been read, and would do so for every page: those of one
 * person alone are few. A page is small, too: starting workers or a compiler for each takes longer than reading it.
 */
async function plan(
  snapshot: Reader,
  { giverId, recipientId }: Pick<SpendGiftFilter, 'giverId' | 'recipientId'>,
): Promise<void> {
  await sql`set local max_parallel_workers_per_gather = 0`.execute(snapshot);
  await sql`set local jit = off`.execute(snapshot);
  if (giverId === undefined && recipientId === undefined)
    await sql`set local enable_sort = off`.execute(snapshot);
}
