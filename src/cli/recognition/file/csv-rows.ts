import { type Options, Parser } from 'csv-parse';

/** A non-empty row and the line it ends on. */
export type CsvRow = { line: number; record: string[] };

type RowOptions = { delimiter: string; maxRecordChars: number; rowsAtOnce: number };

/** A stream from CSV text to arrays of rows. Rows may have any number of fields, which are trimmed. */
export function createCsvRows({ delimiter, maxRecordChars, rowsAtOnce }: RowOptions): Parser {
  return new RowParser(rowsAtOnce, {
    bom: true,
    delimiter,
    max_record_size: maxRecordChars,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
}

/** Batches rows itself: one stream step and one `info` per row would take longer than the parsing. */
class RowParser extends Parser {
  readonly #rowsAtOnce: number;
  #rows: CsvRow[] = [];

  constructor(rowsAtOnce: number, options: Options) {
    super({ ...options, readableHighWaterMark: 1 } as Options);
    this.#rowsAtOnce = rowsAtOnce;
  }

  override push(record: string[] | null): boolean {
    if (record?.some((field) => field !== '')) this.#rows.push({ line: this.info.lines, record });
    if (record && this.#rows.length < this.#rowsAtOnce) return true;
    if (this.#rows.length > 0) super.push(this.#rows);
    this.#rows = [];
    return record === null ? super.push(null) : true;
  }
}
