import { foldText } from './fold.ts';

/** For each field the headers that mean it, in the form of `headerKey`, best first. */
export type Aliases<F extends string> = Readonly<Record<F, readonly string[]>>;

/** What an organization said its headers mean, by `headerKey`; null: the column is ignored. */
export type HeaderMap<F extends string> = ReadonlyMap<string, F | null>;

/** A column of a file: its place, its header as written, the field it means, and how well it does (0 is best). */
export type ReadColumn<F extends string> = { at: number; header: string; field: F; rank: number };

export type ReadHeader<F extends string> = {
  columns: ReadColumn<F>[];
  /** Columns with a header that nobody has explained. */
  unknown: { at: number; header: string }[];
  /** Headers that appear more than once. */
  repeated: string[];
};

/** A header without what products write differently: case, spaces, punctuation, and notes in brackets. */
export function headerKey(header: string): string {
  const text = foldText(header).replaceAll(/\[[^\]]*\]/gu, '');
  return lettersOf(text);
}

function lettersOf(text: string): string {
  return text
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll('#', 'number')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The same without what stands in round brackets: “Value (Number Only)”. */
function shortKey(header: string): string {
  return headerKey(header.replaceAll(/\([^)]*\)/gu, ''));
}

/**
 * What each column of a header means: by what the organization said, else by the names that the field goes by. Columns
 * without a header are left out.
 */
export function readHeader<F extends string>(
  headers: readonly string[],
  aliases: Aliases<F>,
  said: HeaderMap<F>,
): ReadHeader<F> {
  const ranks = ranksOf(aliases);
  const read: ReadHeader<F> = { columns: [], unknown: [], repeated: [] };
  const seen = new Set<string>();
  for (const [at, header] of headers.entries()) {
    const key = headerKey(header);
    if (key === '') continue;
    const meant = said.get(key);
    const known = ranks.get(key) ?? ranks.get(shortKey(header));
    if (seen.has(key) && meant !== null && (meant ?? known)) read.repeated.push(header);
    seen.add(key);
    if (meant) read.columns.push({ at, header, field: meant, rank: -1 });
    else if (meant === undefined && known) read.columns.push({ at, header, ...known });
    else if (meant === undefined) read.unknown.push({ at, header });
  }
  return read;
}

function ranksOf<F extends string>(aliases: Aliases<F>): Map<string, { field: F; rank: number }> {
  const entries = Object.entries<readonly string[]>(aliases) as [F, readonly string[]][];
  return new Map(
    entries.flatMap(([field, keys]) => keys.map((key, rank) => [key, { field, rank }] as const)),
  );
}

/** The columns of a field, best first. */
export function columnsOf<F extends string>({ columns }: ReadHeader<F>, field: F): ReadColumn<F>[] {
  return columns
    .filter((column) => column.field === field)
    .toSorted((a, b) => a.rank - b.rank || a.at - b.at);
}
