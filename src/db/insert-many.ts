import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { Schema, Tx } from './schema.ts';

type Columns<T extends keyof Schema> = Partial<Record<keyof Insertable<Schema[T]> & string, string>>;

/** The insert of a table's rows, to be made by `insertTogether`; undefined when there are none. */
export type Insert = RawBuilder<unknown> | undefined;

/** Inserts many rows by one statement. See `insertOf`. */
export function insertMany<T extends keyof Schema, C extends Columns<T>>(
  tx: Tx,
  table: T,
  columns: C,
  rows: readonly { [K in keyof C]: unknown }[],
): Promise<void> {
  return insertTogether(tx, [insertOf(table, columns, rows)]);
}

/** Makes inserts into several tables by one statement: foreign keys between them hold at its end. */
export async function insertTogether(tx: Tx, inserts: readonly Insert[]): Promise<void> {
  const made = inserts.filter((insert) => insert !== undefined);
  const last = made.pop();
  if (!last) return;
  const others = made.map((insert, index) => sql`${sql.ref(`insert_${index}`)} as (${insert})`);
  const before = others.length > 0 ? sql`with ${sql.join(others)}` : sql``;
  await sql`${before} ${last}`.execute(tx);
}

/**
 * An insert of many rows: an array for each column, unnested in the rows' order. A column that is the same in all rows is
 * sent once, which half of them are, and which is what sending and reading them costs.
 *
 * `columns` names the columns with their Postgres types; a json value is passed as text.
 */
export function insertOf<T extends keyof Schema, C extends Columns<T>>(
  table: T,
  columns: C,
  rows: readonly { [K in keyof C]: unknown }[],
): Insert {
  const [first] = rows;
  if (!first) return undefined;
  const names = Object.keys(columns) as (keyof C & string)[];
  const varying = names.filter((name) => rows.some((row) => row[name] !== first[name]));
  const listed = varying.length > 0 || rows.length === 1 ? varying : names;
  const values = names.map((name) =>
    listed.includes(name) ? sql.ref(name) : sql`${first[name] ?? null}::${sql.raw(columns[name] ?? '')}`,
  );
  const into = sql`insert into ${sql.table(table)} (${refs(names)}) select ${sql.join(values)}`;
  if (listed.length === 0) return into;
  const arrays = listed.map((name) =>
    arrayOf(
      rows.map((row) => row[name]),
      columns[name] ?? '',
    ),
  );
  return sql`${into} from unnest(${sql.join(arrays)}) as listed (${refs(listed)})`;
}

function refs(names: readonly string[]) {
  return sql.join(names.map((name) => sql.ref(name)));
}

/** Types whose text has nothing in it that an array's notation would have to escape. */
const PLAIN_TYPES = ['uuid', 'bigint', 'integer'];

function arrayOf(values: readonly unknown[], type: string) {
  const given = values.map((value) => value ?? null);
  const array = PLAIN_TYPES.includes(type) ? `{${given.map(String).join(',')}}` : given;
  return sql`${array}::${sql.raw(type)}[]`;
}
