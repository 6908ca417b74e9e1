import type { Child } from 'hono/jsx';

/**
 * A column: its heading, and whether its cells are amounts. `isMain`: what a phone shows large. `sort`: where the table is sorted by it,
 * and how it is sorted by it now.
 */
export type Column<Row> = {
  label: string;
  cell: (row: Row) => Child;
  isAmount?: boolean;
  isMain?: boolean;
  sort?: { href: string; now: 'ascending' | 'descending' | undefined };
};

/** A table whose rows become cards on a phone. `caption` says what it lists, and `isTotal` which rows add the others up. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  isTotal,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  isTotal?: (row: Row) => boolean;
}) {
  return (
    <table class="data">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, isAmount, sort }) => (
            <th scope="col" class={isAmount ? 'amount' : undefined} aria-sort={sort?.now}>
              {sort ? <a href={sort.href}>{label}</a> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class={isTotal?.(row) ? 'total' : undefined}>
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
