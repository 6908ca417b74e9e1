import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { csvFormOf, fitRow, trimHeader } from '#src/domain/kit/csv-form.ts';
import { columnsOf, type HeaderMap, type ReadHeader } from '#src/domain/kit/headers.ts';
import { cleanText } from '#src/domain/kit/fold.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import type { GiftField } from '#src/domain/recognition/gift-columns.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';
import { checkHeader, type ReadGiftColumn, readGiftHeader } from './columns.ts';
import { type CsvRow, createCsvRows } from './csv-rows.ts';

/** One row: its fields as written, in the header's order, and the ones we read; an empty one is an empty string. */
export type GiftLine = { line: number; record: string[]; fields: Record<ReadGiftColumn, string> };

/** An open file: the header's names as written, what they mean, and the rows, a thousand at a time, readable once. */
export type GiftFile = {
  header: string[];
  read: ReadHeader<GiftField>;
  chunks: AsyncGenerator<GiftLine[]>;
};

/** What is known of a file before it is read: what its columns mean, and its decimal mark; undefined: as written. */
export type GiftFileForm = { said: HeaderMap<GiftField>; decimal?: DecimalMark | undefined };

/** The file as a whole cannot be read as gifts. May surface anywhere in it: rows read before remain valid. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super('the file cannot be read');
    this.problems = problems;
  }
}

/** Far above any real row; without it, an unclosed quote would swallow the rest of the file. */
const MAX_RECORD_CHARS = 100_000;
/** As many rows as one transaction issues. */
const CHUNK = 1_000;

/**
 * Opens a CSV file of gifts: UTF-8 with or without a BOM, a header in any order and case, separated by commas,
 * semicolons or tabs. It is streamed, so its size does not matter.
 *
 * @throws `UnreadableFile` at once for a bad header, and from `chunks` for anything that is not UTF-8 or not CSV.
 */
export async function openGiftFile(path: string, form: GiftFileForm): Promise<GiftFile> {
  const { delimiter, skippedLines } = csvFormOf(await readStart(path));
  const chunks = readChunks(path, delimiter);
  const first = await chunks.next();
  const [top, ...rest] = (first.done ? [] : first.value).filter(({ line }) => line > skippedLines);
  if (!top) throw unreadable(1, 'the file is empty');
  const header = trimHeader(top.record);
  const read = readGiftHeader(header, form.said);
  const problems = checkHeader(read, header, top.line);
  if (problems.length > 0) {
    await chunks.return(undefined);
    throw new UnreadableFile(problems);
  }
  const reader = createReader(read, { columnCount: header.length });
  return { header, read, chunks: readLines(reader, rest, chunks) };
}

async function* readLines(
  read: (row: CsvRow) => GiftLine,
  first: CsvRow[],
  chunks: AsyncGenerator<CsvRow[]>,
): AsyncGenerator<GiftLine[]> {
  if (first.length > 0) yield first.map(read);
  for await (const rows of chunks) yield rows.map(read);
}

/** Reads fields by their place in the header. */
function createReader(
  header: ReadHeader<GiftField>,
  { columnCount }: { columnCount: number },
): (row: CsvRow) => GiftLine {
  function placeOf(field: GiftField): number {
    return columnsOf(header, field)[0]?.at ?? -1;
  }
  const recipient = placeOf('recipient');
  const amount = placeOf('amount');
  const cents = placeOf('amount_cents');
  const currency = placeOf('currency');
  const department = placeOf('department');
  const occasion = placeOf('occasion');
  const message = placeOf('message');
  const id = placeOf('id');
  const copy = placeOf('copy');
  return ({ line, record }) => ({
    line,
    record: fitRow(record, columnCount) ?? record,
    fields: {
      recipient: cleanText(read(record, recipient)),
      amount: read(record, amount),
      amount_cents: read(record, cents),
      currency: read(record, currency),
      department: cleanText(read(record, department)),
      occasion: read(record, occasion),
      message: read(record, message),
      id: read(record, id),
      copy: read(record, copy),
    },
  });
}

function read(record: string[], at: number): string {
  return withoutGuard(record[at] ?? '');
}

/** Removes the quote that `csvText` puts before what spreadsheets would run, so that a rejected row reads as it was. */
function withoutGuard(text: string): string {
  return text.startsWith("'") && /^'[=+@\t\r-]/u.test(text) ? text.slice(1) : text;
}

async function* readChunks(path: string, delimiter: string): AsyncGenerator<CsvRow[]> {
  const parser = createCsvRows({ delimiter, maxRecordChars: MAX_RECORD_CHARS, rowsAtOnce: CHUNK });
  const source = Readable.from(checkUtf8(createReadStream(path)));
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const rows of parser as AsyncIterable<CsvRow[]>) yield rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(typeof error.lines === 'number' ? error.lines : 1, `this is not CSV: ${error.message}`);
  } finally {
    source.destroy();
  }
}

/** Passes the bytes through and throws at invalid UTF-8, which the parser would silently replace. */
async function* checkUtf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  for await (const chunk of bytes) {
    const text = tryDecode(decoder, chunk);
    if (text === undefined) throw notUtf8(line + linesBeforeFault(chunk));
    line += countLineEnds(text);
    yield chunk;
  }
  if (tryDecode(decoder) === undefined) throw notUtf8(line);
}

function tryDecode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string | undefined {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function linesBeforeFault(chunk: Uint8Array): number {
  const [before = ''] = new TextDecoder().decode(chunk).split('\uFFFD', 1);
  return countLineEnds(before);
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function notUtf8(line: number): UnreadableFile {
  return unreadable(line, 'the file is not UTF-8: save it as “CSV UTF-8”');
}

function unreadable(line: number, reason: string): UnreadableFile {
  return new UnreadableFile([{ line, column: '', reason }]);
}

const HEADER_BYTES = 4_096;

async function readStart(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
