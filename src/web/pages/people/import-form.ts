import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { PeopleColumn } from '#src/domain/people/read-people-file.ts';
import { headerKey } from '#src/domain/kit/headers.ts';
import { MAPPABLE_FIELDS, PEOPLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import type { SaidColumn } from '#src/app.ts';

/** As a form sends it along it is smaller: lists of people compress well. */
export const MOST_FILE_BYTES = 5_000_000;

const list = z
  .union([z.string().max(500), z.array(z.string().max(500)).max(500)])
  .default([])
  .transform((found) => [found].flat());
const tick = z.enum(['yes']).optional().catch(undefined);

/** What each step of an import sends on: the file itself, what its columns mean, and what else is to happen. */
export const SentImport = z.object({
  text: z.base64().max(7_000_000),
  header: list,
  meaning: list,
  department: z.string().max(200).default(''),
  bringBack: tick,
  absent: tick,
  mass: tick,
  sight: z.string().max(100).default(''),
});
export type SentImportForm = z.infer<typeof SentImport>;

export function packFile(bytes: Uint8Array): string {
  return gzipSync(bytes).toString('base64');
}

/** The file that a form sent along; undefined when that is not one of ours. */
export function unpackFile(text: string): Uint8Array | undefined {
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_FILE_BYTES });
  } catch {
    return undefined;
  }
}

/** What the selects of the columns say, in the order of the columns. A column that is not named says nothing. */
export function saidColumns({ header, meaning }: Pick<SentImportForm, 'header' | 'meaning'>): SaidColumn[] {
  return header.flatMap((name, at): SaidColumn[] => {
    const said = meaning[at];
    if (said === '') return [{ header: name, field: null }];
    const field = PEOPLE_FIELDS.find((one) => one === said);
    return field ? [{ header: name, field }] : [];
  });
}

/** The columns that can be chosen for: one of each name. */
export function choosableColumns(columns: readonly PeopleColumn[]): PeopleColumn[] {
  const seen = new Set<string>();
  return columns.filter(({ header }) => {
    const key = headerKey(header);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What a column may be said to mean; what it means now is among it. */
export function choosableFields(now: PeopleField | undefined): PeopleField[] {
  return PEOPLE_FIELDS.filter((field) => MAPPABLE_FIELDS.includes(field) || field === now);
}
