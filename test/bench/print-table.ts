import Table from 'cli-table3';
import { type Figure, rounded } from './figures.ts';

/** A line of a table: what was measured, and how often that is what it is compared with. */
export type Line = { name: string; figure: Figure; ratio?: number | undefined };

export function printTable(title: string, unit: string, lines: readonly Line[]): void {
  const table = new Table({
    head: [title, unit, 'lowest to highest', 'ratio'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { name, figure, ratio } of lines) {
    const spread = `${shown(figure.lowest)} to ${shown(figure.highest)}`;
    table.push([name, shown(figure.median), spread, ratio === undefined ? '' : `${rounded(ratio)} ×`]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

function shown(value: number): string {
  return rounded(value).toLocaleString('en-US');
}
