import { type Insertable, type RawBuilder, sql } from 'kysely';
import { byteaArray, uuidArray } from './array-parameters.ts';
import type { Schema } from './schema.ts';

/** A column of an insert: its Postgres type and its value for a row. JSON is given as text. */
type Column<Row> = readonly [type: string, valueOf: (row: Row) => unknown];

type Columns<T extends keyof Schema, Row> = Partial<
  Record<keyof Insertable<Schema[T]> & string, Column<Row>>
>;

/** An insert of many rows. */
export function insertOf<T extends keyof Schema, Row>(
  table: T,
  rows: readonly Row[],
  columns: Columns<T, Row>,
): RawBuilder<unknown> | undefined {
  if (rows.length === 0) return undefined;
  const names = Object.keys(columns).map((name) => sql.ref(name));
  return sql`insert into ${sql.table(table)} (${sql.join(names)}) ${selectOf(rows, columns)}`;
}

/**
 * A select that returns rows: one array per column, unnested in the rows' order. A column with the same value in every
 * row is sent once. About half the columns are like that, and sending and parsing them is most of the cost.
 *
 * @param rows at least one.
 */
export function selectOf<T extends keyof Schema, Row>(
  rows: readonly Row[],
  columns: Columns<T, Row>,
): RawBuilder<unknown> {
  const filled = Object.entries<Column<Row> | undefined>(columns).flatMap(([name, column]) =>
    column ? [fill(name, column, rows)] : [],
  );
  const varying = filled.filter(({ isSame }) => !isSame);
  const listed = varying.length > 0 || rows.length === 1 ? varying : filled;
  const selected = filled.map((column) =>
    listed.includes(column) ? sql.ref(column.name) : constantOf(column),
  );
  if (listed.length === 0) return sql`select ${sql.join(selected)}`;
  return sql`select ${sql.join(selected)} from unnest(${sql.join(listed.map(arrayOf))}) as listed (${refs(listed)})`;
}

/** A column with its values. `isSame`: they are all equal. */
type Filled = { name: string; type: string; values: unknown[]; isSame: boolean };

function fill<Row>(name: string, [type, valueOf]: Column<Row>, rows: readonly Row[]): Filled {
  const values = rows.map((row) => valueOf(row) ?? null);
  return { name, type, values, isSame: values.every((value) => value === values[0]) };
}

function refs(columns: readonly Filled[]) {
  return sql.join(columns.map(({ name }) => sql.ref(name)));
}

function constantOf({ type, values }: Filled) {
  return sql`${values[0]}::${sql.raw(type)}`;
}

function arrayOf({ type, values }: Filled) {
  return sql`${encoded(type, values)}::${sql.raw(type)}[]`;
}

function encoded(type: string, values: readonly unknown[]): unknown {
  switch (type) {
    case 'uuid':
      return uuidArray(values as (string | null)[]);
    case 'bytea':
      return byteaArray(values as (Uint8Array | null)[]);
    case 'bigint':
    case 'integer':
      return `{${values.map(String).join(',')}}`;
    default:
      return values;
  }
}
