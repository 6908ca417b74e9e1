import type { Child } from 'hono/jsx';

/** A column: its heading, and whether its cells are amounts. `isMain`: what a phone shows large. */
export type Column<Row> = {
  label: string;
  cell: (row: Row) => Child;
  isAmount?: boolean;
  isMain?: boolean;
};

/** A table whose rows become cards on a phone. `caption` says what it lists. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}) {
  return (
    <table class="data">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, isAmount }) => (
            <th scope="col" class={isAmount ? 'amount' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((column) => (
              <td data-label={column.label} class={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf({ isAmount, isMain }: { isAmount?: boolean; isMain?: boolean }): string | undefined {
  return [isAmount && 'amount', isMain && 'main'].filter(Boolean).join(' ') || undefined;
}
