import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { COLUMNS, checkHeader, type Problem, type ReadColumn } from './columns.ts';
import { type CsvRow, createCsvRows } from './csv-rows.ts';

/** One row: its fields as written, in the header's order, and the ones we read; an empty one is an empty string. */
export type GiftLine = { line: number; record: string[]; fields: Record<ReadColumn, string> };

/** An open file: the header's names as written, and the rows, a thousand at a time, readable once. */
export type GiftFile = { header: string[]; chunks: AsyncGenerator<GiftLine[]> };

/** The file as a whole cannot be read as gifts. May surface anywhere in it: rows read before remain valid. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
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
export async function openGiftFile(path: string): Promise<GiftFile> {
  const chunks = readChunks(path, await findDelimiter(path));
  const first = await chunks.next();
  const [top, ...rest] = first.done ? [] : first.value;
  if (!top) throw unreadable(1, 'the file is empty');
  const header = top.record;
  const names = header.map((name) => name.toLowerCase());
  const problems = checkHeader(names);
  if (problems.length > 0) {
    await chunks.return(undefined);
    throw new UnreadableFile(problems);
  }
  return { header, chunks: readLines(names, rest, chunks) };
}

async function* readLines(
  names: readonly string[],
  first: CsvRow[],
  chunks: AsyncGenerator<CsvRow[]>,
): AsyncGenerator<GiftLine[]> {
  const read = createReader(names);
  if (first.length > 0) yield first.map(read);
  for await (const rows of chunks) yield rows.map(read);
}

/** Reads fields by their place in the header. */
function createReader(names: readonly string[]): (row: CsvRow) => GiftLine {
  const [recipient, amount, currency, department, occasion, message] = COLUMNS.map((name) =>
    names.indexOf(name),
  );
  const copy = names.indexOf('copy');
  function read(record: string[], at = -1): string {
    return withoutGuard(record[at] ?? '');
  }
  return ({ line, record }) => ({
    line,
    record,
    fields: {
      recipient: read(record, recipient),
      amount: read(record, amount),
      currency: read(record, currency),
      department: read(record, department),
      occasion: read(record, occasion),
      message: read(record, message),
      copy: read(record, copy),
    },
  });
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

/** In many languages, spreadsheets separate fields with semicolons. */
async function findDelimiter(path: string): Promise<string> {
  const file = await open(path);
  try {
    const [header = ''] = (await readStart(file)).split('\n', 1);
    return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
  } finally {
    await file.close();
  }
}

async function readStart(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  return buffer.toString('latin1', 0, bytesRead);
}
