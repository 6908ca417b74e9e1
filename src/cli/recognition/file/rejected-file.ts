import { type FileHandle, open } from 'node:fs/promises';
import { csvText } from '#src/domain/kit/csv-text.ts';
import { ADDED_COLUMNS } from './columns.ts';
import type { GiftLine } from './open-gift-file.ts';

export type Rejected = { line: GiftLine; copy: number | undefined; reason: string };

/** The rows that were not given, as a file that can be corrected and given as is. Created for the first such row. */
export type RejectedFile = {
  /** Undefined while there is none. */
  path: () => string | undefined;
  write(rows: readonly Rejected[]): Promise<void>;
  close(): Promise<void>;
};

const LIMIT = 1_000;

/** Placed beside the given file. Existing files are kept, since somebody may be correcting them. */
export function createRejectedFile(giftPath: string, header: readonly string[]): RejectedFile {
  const kept = header.flatMap((name, index) => (isAdded(name) ? [] : [index]));
  let file: { handle: FileHandle; path: string } | undefined;

  async function ensureOpen(): Promise<FileHandle> {
    if (file) return file.handle;
    file = await openNext(giftPath);
    const names = kept.map((index) => header[index] ?? '');
    await file.handle.write(`${csvText([[...names, ...ADDED_COLUMNS]])}\r\n`);
    return file.handle;
  }

  return {
    path: () => file?.path,
    async write(rows) {
      if (rows.length === 0) return;
      const handle = await ensureOpen();
      const records = rows.map(({ line, copy, reason }) => [
        ...kept.map((index) => line.record[index] ?? ''),
        line.line.toString(),
        copy === undefined ? line.fields.copy : copy.toString(),
        reason,
      ]);
      await handle.write(`${csvText(records)}\r\n`);
    },
    async close() {
      await file?.handle.close();
    },
  };
}

function isAdded(name: string): boolean {
  return ADDED_COLUMNS.some((added) => added === name.toLowerCase());
}

/** `gifts.rejected.csv` for `gifts.csv`, then `gifts.rejected-2.csv` and so on. */
async function openNext(giftPath: string): Promise<{ handle: FileHandle; path: string }> {
  const stem = giftPath.replace(/\.csv$/iu, '').replace(/\.rejected(?:-\d+)?$/u, '');
  for (let number = 1; number <= LIMIT; number += 1) {
    const path = `${stem}.rejected${number === 1 ? '' : `-${number}`}.csv`;
    const handle = await tryOpen(path);
    if (handle) return { handle, path };
  }
  throw new Error(`there are ${LIMIT} files of rejected rows beside ${giftPath}: remove those that are done`);
}

async function tryOpen(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}
