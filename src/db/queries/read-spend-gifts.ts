import type { Db } from '#src/db/kit/schema.ts';
import { readRows } from '#src/db/kit/snapshot.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type SpendGift, type SpendGiftFilter, spendGiftsQuery } from './list-spend-gifts.ts';

/** All gifts behind a figure that the reader may see, newest first, read from one snapshot as they are asked for. */
export function readSpendGifts(
  db: Db,
  scope: Scope,
  filter: Omit<SpendGiftFilter, 'before'>,
): AsyncGenerator<SpendGift, void> {
  return readRows(db, spendGiftsQuery(scope, filter));
}
