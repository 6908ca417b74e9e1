import { CsvError, parse } from 'csv-parse/sync';
import { csvFormOf, type FileRow } from '#src/domain/kit/csv-form.ts';

/** The rows, or why there are none: its bytes are no text, or its text is no CSV from a line on. Neither says what stands there. */
export type ReadCsv =
  | { ok: true; rows: FileRow[] }
  | { ok: false; why: 'encoding' | 'not-csv' | 'too-large'; line: number };

const MOST_ROWS = 100_000;
const START = 10_000;

/**
 * Reads CSV as spreadsheets write it: UTF-8 or UTF-16, with or without a byte order mark; commas, semicolons, tabs or bars; any line
 * end; `="00123"` without quotes of its own. Empty lines are left out.
 */
export function readCsv(bytes: Uint8Array, mostRows = MOST_ROWS): ReadCsv {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, why: 'encoding', line: 1 };
  const { delimiter, skippedLines } = csvFormOf(text.slice(0, START));
  const rows: FileRow[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      from_line: skippedLines + 1,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: mostRows + 1,
      on_record(cells: string[], { lines }) {
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its message quotes the file.
    return { ok: false, why: 'not-csv', line: typeof error.lines === 'number' ? error.lines : 1 };
  }
  if (rows.length > mostRows) return { ok: false, why: 'too-large', line: mostRows };
  return { ok: true, rows };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** By its mark, or by where its zeros are: in UTF-16, every other byte of plain text is one. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}
