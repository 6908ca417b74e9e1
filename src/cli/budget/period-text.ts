import { periodKindOf } from '#src/domain/kit/period.ts';
import type { Words } from '#src/words/words.ts';

/** A budget's period by its key: `2026-03-01 (month)`, its first day and how long it is. */
export function periodText({ say }: Words, key: string): string {
  const kind = periodKindOf(key);
  return `${key.replace(/\/.*$/u, '')} (${say(`period.${kind}`)})`;
}
