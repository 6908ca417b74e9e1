import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './schema.ts';

/** An insert or an update that is yet to be made; undefined when there is nothing to write. */
export type Write = RawBuilder<unknown> | NamedWrite | undefined;

/** A write with a name, by which others read what it returns. */
export type NamedWrite = { name: string; write: RawBuilder<unknown> };

/**
 * Makes writes to different tables by one statement, which costs one round trip and not one for each. What they refer to in
 * each other is checked at the end of it. None of them sees what another writes, but for what a named one returns.
 */
export async function writeTogether(tx: Tx, writes: readonly Write[]): Promise<void> {
  const made = writes.filter((write) => write !== undefined);
  if (made.length === 0) return;
  const named = made.map((one, index) => ('name' in one ? one : { name: `write_${index}`, write: one }));
  const parts = named.map(({ name, write }) => sql`${sql.ref(name)} as (${write})`);
  await sql`with ${sql.join(parts)} select`.execute(tx);
}
