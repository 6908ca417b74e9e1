import { en } from '#src/words/en.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** What is kept in a table, as people call it; the table's own name where it has no other. */
export function tableName({ say }: Words, table: string): string {
  const key = `erase.table.${table}`;
  return Object.hasOwn(en, key) ? say(key as PlainKey & `erase.table.${string}`) : table;
}
