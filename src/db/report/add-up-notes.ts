import { sql } from 'kysely';
import type { Tx } from '#src/db/kit/schema.ts';

/** Adds so many notes of spend at most to the sums. Gives how many: none while another process does it. */
export async function addUpNotes(tx: Tx, most: number): Promise<number> {
  const { rows } = await sql<{ added: number }>`select add_up_spend(${most}::integer) as added`.execute(tx);
  return rows[0]?.added ?? 0;
}
