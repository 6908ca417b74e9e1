import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { FileFormat } from '#src/domain/kit/file-format.ts';
import { csvChunks, type CsvLook } from './csv-chunks.ts';
import type { Log } from '#src/ports/log.ts';
import { saveMemory } from './save-memory.ts';
import type { TableFile } from './table-file.ts';
import { xlsxStream } from './xlsx-stream.ts';

const MOST_MS = 600_000;

export const FILE_TYPES: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Decimals with a comma: there, spreadsheets expect fields that are parted by semicolons. */
function delimiterFor(locale: string): ',' | ';' {
  return new Intl.NumberFormat(locale).format(0.5).includes(',') ? ';' : ',';
}

/**
 * Sends a table as a file while it is read, ten minutes at most; the reading ends when nobody takes the file any more. What goes wrong
 * once it has begun breaks the file off, so that whoever reads it sees that it is not whole, and is logged. The address may ask for CSV with `separator=semicolon` or `comma`, and without the mark at its beginning, `bom=no`.
 */
export function sendTable<Row>(
  c: Context,
  table: TableFile<Row>,
  { format, locale, log }: { format: FileFormat; locale: string; log: Log },
): Response {
  const stream = tableStream(table, { format, look: csvLookOf(c, locale) });
  const deadline = setTimeout(() => stream.destroy(new Error('the file took too long')), MOST_MS);
  const endSaving = saveMemory();
  stream.once('close', () => {
    clearTimeout(deadline);
    endSaving();
  });
  stream.once('error', (err) => {
    // Nobody takes it any more.
    if (err.name !== 'AbortError') log.error({ err, file: table.name }, 'A file broke off while it was sent');
  });
  return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
    'content-type': FILE_TYPES[format],
    'content-disposition': `attachment; filename="${table.name}.${format}"`,
    'cache-control': 'no-store',
  });
}

/** The look of CSV where nobody asked for another one. */
export function usualLook(locale: string): CsvLook {
  return { delimiter: delimiterFor(locale), hasMark: true };
}

export function tableStream<Row>(
  table: TableFile<Row>,
  { format, look }: { format: FileFormat; look: CsvLook },
): Readable {
  return format === 'csv' ? csvStream(table, look) : xlsxStream(table);
}

/** Bytes, as a web stream has to be. */
function csvStream<Row>(table: TableFile<Row>, look: CsvLook): Readable {
  async function* bytes() {
    for await (const chunk of csvChunks(table, look)) yield Buffer.from(chunk);
  }
  return Readable.from(bytes(), { objectMode: false });
}

function csvLookOf(c: Context, locale: string): CsvLook {
  const separator = c.req.query('separator');
  const usual = usualLook(locale);
  const asked = separator === 'semicolon' ? ';' : separator === 'comma' ? ',' : undefined;
  return { delimiter: asked ?? usual.delimiter, hasMark: c.req.query('bom') !== 'no' };
}
