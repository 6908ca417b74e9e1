import { z } from '@hono/zod-openapi';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { ApiRefusal } from './api-problem-of.ts';

const MOST = 100;

/** The parameters of every list. */
export const pageFields = {
  cursor: z.string().max(500).optional().openapi({ description: '`nextCursor` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(MOST).default(50),
};

/** A page of a list. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: 'Null on the last page.' }),
  });
}

type PageQuery = { cursor?: string | undefined; limit: number };

/** A page that was not given, and why. */
type Paged<T> = Extract<Outcome<T>, { ok: true }> | { ok: false; refusal: ApiRefusal };

/** `list` gives the rows after the one with this id, at most so many; they are in an order that stays. */
export type PageOf<Row, Item> = {
  /** What list it is: a cursor of another one is refused. */
  name: string;
  query: PageQuery;
  list: (from: string | undefined, limit: number) => Promise<readonly Row[]>;
  idOf: (row: Row) => string;
  show: (row: Row) => Item;
};

/** One page of a list, by asking for one row more than it has. */
export async function readPage<Row, Item>({
  name,
  query,
  list,
  idOf,
  show,
}: PageOf<Row, Item>): Promise<Paged<{ items: Item[]; nextCursor: string | null }>> {
  const { cursor, limit, ...filters } = query;
  const which = JSON.stringify([name, filters]);
  const from = cursor === undefined ? undefined : decodeCursor(which, cursor);
  if (cursor !== undefined && (from === undefined || !isUuid(from))) return badCursor();
  const rows = await list(from, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = last !== undefined && rows.length > limit ? encodeCursor(which, idOf(last)) : null;
  return done({ items: shown.map(show), nextCursor });
}

export function badCursor(): { ok: false; refusal: ApiRefusal } {
  return { ok: false, refusal: { kind: 'bad-cursor' } };
}

/** What is not there, or not for this reader. */
export function notFound(): { ok: false; refusal: ApiRefusal } {
  return { ok: false, refusal: { kind: 'not-found' } };
}
