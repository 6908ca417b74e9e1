import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './schema.ts';

/** An insert or update to run later; undefined when there is nothing to write. */
export type Write = RawBuilder<unknown> | NamedWrite | undefined;

/** A write with a name, so that other writes can read what it returns. */
export type NamedWrite = { name: string; write: RawBuilder<unknown> };

/**
 * Runs writes to different tables as one statement, in one round trip. References between them are checked at its end.
 * No write sees another's rows, except those that a named one returns.
 */
export async function writeTogether(tx: Tx, writes: readonly Write[]): Promise<void> {
  const made = writes.filter((write) => write !== undefined);
  if (made.length === 0) return;
  const named = made.map((one, index) => ('name' in one ? one : { name: `write_${index}`, write: one }));
  const parts = named.map(({ name, write }) => sql`${sql.ref(name)} as (${write})`);
  await sql`with ${sql.join(parts)} select`.execute(tx);
}
