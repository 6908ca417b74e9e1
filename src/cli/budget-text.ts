import type { Department } from '#src/db/department.ts';
import { formatMoney } from '#src/domain/money.ts';
import type { Words } from '#src/words/words.ts';
import { tableText } from './table.ts';

type State = { grantedMinor: bigint; leftMinor: bigint; until: Date };

/** A department and its budget of this month; undefined when none was ever set. */
export type BudgetLine = { department: Department; state: State | undefined };

/** Budgets as a table, each with a bar of what is left. */
export function budgetTable(words: Words, lines: readonly BudgetLine[]): string {
  const columns = [
    { title: 'Department' },
    { title: 'Left', align: 'right' as const },
    { title: 'of', align: 'right' as const },
    { title: '' },
    { title: 'Until' },
  ];
  return tableText(
    columns,
    lines.map((line) => rowOf(words, line)),
  );
}

/** A budget for programs; the amounts are null when none was ever set. */
export function budgetJson({ name, currency, timeZone }: Department, state: State | undefined) {
  const { grantedMinor = null, leftMinor = null, until = null } = state ?? {};
  return { department: name, currency, timeZone, grantedMinor, leftMinor, until };
}

function rowOf({ locale, date }: Words, { department, state }: BudgetLine): string[] {
  const { name, currency, timeZone } = department;
  if (!state) return [name, 'no budget', '', '', `set one: largesse budget set "${name}" 500`];
  const { leftMinor, grantedMinor, until } = state;
  return [
    name,
    formatMoney({ amountMinor: leftMinor, currency }, locale),
    formatMoney({ amountMinor: grantedMinor, currency }, locale),
    barOf(leftMinor, grantedMinor),
    `${date(until, timeZone)} (${timeZone})`,
  ];
}

const BAR_WIDTH = 20;

function barOf(leftMinor: bigint, grantedMinor: bigint): string {
  const share = grantedMinor === 0n ? 0 : Number(leftMinor) / Number(grantedMinor);
  const full = Math.min(BAR_WIDTH, Math.ceil(share * BAR_WIDTH));
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}
