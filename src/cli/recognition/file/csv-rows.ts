import { type Options, Parser } from 'csv-parse';

/** A row that holds something, and the line that it ends on. */
export type CsvRow = { line: number; record: string[] };

type RowOptions = { delimiter: string; maxRecordChars: number; rowsAtOnce: number };

/** A stream from CSV text to arrays of rows. Rows are as long as they are written, their fields trimmed. */
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

/** With a step of the stream and the parser's own `info` for each row, these would take longer than the parsing. */
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
