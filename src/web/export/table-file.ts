/** What a cell of a file holds. `money` and `count` are plain decimals such as `-5.00`, `day` is `2026-11-23`. */
export type FileCell =
  | { kind: 'text'; text: string }
  | { kind: 'number'; decimal: string }
  | { kind: 'day'; day: string }
  | { kind: 'instant'; at: Date }
  | { kind: 'none' };

/** A column of a file, and what a row has in it. */
export type SheetColumn<Row> = { label: string; cell: (row: Row) => FileCell };

/** A table on its way into a file. Its rows are read as the file is written. */
export type TableFile<Row> = {
  /** What it is called, without its ending. */
  name: string;
  columns: readonly SheetColumn<Row>[];
  rows: AsyncIterable<Row> | Iterable<Row>;
};

const NO_CELL: FileCell = { kind: 'none' };

export function textCell(text: string | null): FileCell {
  return text === null || text === '' ? NO_CELL : { kind: 'text', text };
}

export function numberCell(decimal: string): FileCell {
  return { kind: 'number', decimal };
}

export function instantCell(at: Date | null): FileCell {
  return at === null ? NO_CELL : { kind: 'instant', at };
}
