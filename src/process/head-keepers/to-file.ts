import { appendFile } from 'node:fs/promises';
import { headLine } from '#src/domain/ledger/audit-head.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';

/** Appends a line for each head to a file, which should lie on another machine or be append-only. */
export function toFile(place: string, path: string): HeadKeeper {
  return {
    place,
    everyMs: 0,
    keep: (head) => appendFile(path, `${headLine(head)}\n`, { mode: 0o640, flush: true }),
  };
}
