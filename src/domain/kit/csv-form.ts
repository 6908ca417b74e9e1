/** How a CSV text is written: what parts its fields, and how many lines come before its first row. */
export type CsvForm = { delimiter: string; skippedLines: number };

const DELIMITERS = [',', ';', '\t', '|'];
const LINES_LOOKED_AT = 12;

/**
 * The form of a file by its beginning. A first line such as `sep=;`, which Excel writes and reads, decides; else what
 * occurs most outside quotes.
 */
export function csvFormOf(start: string): CsvForm {
  const said = /^\uFEFF?"?sep=(?<delimiter>[^\r\n"]|\t)"?[,;\t]*\r?(?:\n|$)/iu.exec(start)?.groups?.delimiter;
  if (said) return { delimiter: said, skippedLines: 1 };
  const lines = start.replaceAll(/"[^"]*"/gu, '').split(/\r\n?|\n/u, LINES_LOOKED_AT);
  const counts = DELIMITERS.map((delimiter) => {
    const perLine = lines.map((line) => line.split(delimiter).length - 1);
    return { delimiter, lines: perLine.filter((count) => count > 0).length, most: Math.max(...perLine) };
  });
  const [best] = counts.toSorted((a, b) => b.lines - a.lines || b.most - a.most);
  return { delimiter: best?.delimiter ?? ',', skippedLines: 0 };
}

/** A row without the empty fields that spreadsheets write beyond the header. Null: it has other fields than the header. */
export function fitRow(record: readonly string[], columns: number): string[] | null {
  const extra = record.slice(columns);
  if (extra.some((field) => field !== '')) return null;
  return record.length < columns ? null : record.slice(0, columns);
}

/** The header without the empty cells at its end. */
export function trimHeader(header: readonly string[]): string[] {
  const last = header.findLastIndex((name) => name !== '');
  return header.slice(0, last + 1);
}

/** A row of a file: the line on which it begins, from 1, and its cells as they are written. */
export type FileRow = { line: number; cells: readonly string[] };
