import { BYTE_ORDER_MARK, csvText, type Delimiter } from '#src/domain/kit/csv-text.ts';
import type { FileCell, TableFile } from './table-file.ts';

const ROWS_AT_ONCE = 200;

export type CsvLook = { delimiter: Delimiter; hasMark: boolean };

/** A table as CSV in UTF-8, a piece at a time. */
export async function* csvChunks<Row>(
  { columns, rows }: TableFile<Row>,
  { delimiter, hasMark }: CsvLook,
): AsyncGenerator<string, void> {
  yield `${hasMark ? BYTE_ORDER_MARK : ''}${csvText([columns.map(({ label }) => label)], delimiter)}\r\n`;
  let lines: string[][] = [];
  for await (const row of rows) {
    lines.push(columns.map(({ cell }) => textOf(cell(row))));
    if (lines.length < ROWS_AT_ONCE) continue;
    yield `${csvText(lines, delimiter)}\r\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${csvText(lines, delimiter)}\r\n`;
}

function textOf(cell: FileCell): string {
  switch (cell.kind) {
    case 'text':
      return cell.text.replaceAll('\0', '');
    case 'number':
      return cell.decimal;
    case 'day':
      return cell.day;
    case 'instant':
      return cell.at.toISOString();
    case 'none':
      return '';
  }
}
