import type { Client } from 'pg';

/** How often the gifts of a company are in its books in the end, and how often its people. */
export type Copies = { gifts: number; people: number };

/** What a row belongs to, which says how often it is copied: to a gift or a purchase, or to a person. Others are there once. */
export type Space = 'gift' | 'person';

/** Where the rows are kept of which copies are made. */
export const BASE = 'base';

/** Copies happen one after the other, so that they lie beside each other by time as those of a larger company do. */
export const APART_MINUTES = 1;

/**
 * `copy_of(id, copy)`: the id of a copy of a row. It is later by as many minutes as the copy is, and so stays in the order of time.
 * The first copy is the row itself.
 */
export const COPY_OF = `
  create or replace function copy_of(id uuid, copy integer) returns uuid language sql immutable parallel safe as $$
    select case when copy = 0 then id else
      (lpad(to_hex(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint + copy * ${APART_MINUTES * 60_000}), 12, '0')
        || substr(id::text, 14, 20) || lpad(to_hex(copy), 3, '0'))::uuid end $$`;

/** The id in a column, in the copy `c.copy`, by what the id belongs to. */
export function copiedId(column: string, space: Space | undefined, copies: Copies): string {
  if (space === undefined) return column;
  return `copy_of(${column}, ${space === 'gift' ? 'c.copy' : personCopy(copies)})`;
}

/** There are more copies of gifts than of people: each person has those of several. */
function personCopy({ people }: Copies): string {
  return `(c.copy % ${people})`;
}

export async function rowsOf<Row extends object>(client: Client, statement: string): Promise<Row[]> {
  return (await client.query<Row>(statement)).rows;
}
