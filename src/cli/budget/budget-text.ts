import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import type { Department } from '#src/domain/people/department.ts';

/** A department and its budget of the running period; undefined when none was ever set. */
export type BudgetLine = { department: Department; state: BudgetState | undefined };

export async function budgetLine(core: Core, department: Department): Promise<BudgetLine> {
  const state = await core.app.queries.budget.get(operatorOf(core), department.id);
  return { department, state: state.ok ? state.value : undefined };
}

/** Budgets as a table, each with a bar of what is left. */
export function budgetTable(words: Words, lines: readonly BudgetLine[]): string {
  const columns = [
    { title: 'Department' },
    { title: 'Left', align: 'right' as const },
    { title: 'of', align: 'right' as const },
    { title: '' },
    { title: 'Until' },
    { title: '' },
  ];
  return tableText(
    columns,
    lines.map((line) => rowOf(words, line)),
  );
}

/** A budget for programs; the amounts are null when none was ever set. */
export function budgetJson({ name, currency, timeZone }: Department, state: BudgetState | undefined) {
  const { department: _, ...rest } = state ?? { department: undefined, ...NEVER_SET };
  return { department: name, currency, timeZone, ...rest };
}

const NEVER_SET = { grantedMinor: null, leftMinor: null, until: null };

function rowOf({ locale, date }: Words, { department, state }: BudgetLine): string[] {
  const { name, currency, timeZone } = department;
  if (!state) return [name, 'no budget', '', '', `set one: largesse budget set "${name}" 500`, ''];
  const { leftMinor, grantedMinor, until } = state;
  return [
    name,
    formatMoney({ amountMinor: leftMinor, currency }, locale),
    formatMoney({ amountMinor: grantedMinor, currency }, locale),
    barOf(leftMinor, grantedMinor),
    `${date(until, timeZone)} (${timeZone})`,
    notesOf(state, (amountMinor) => formatMoney({ amountMinor, currency }, locale)).join(', '),
  ];
}

function notesOf(
  { reservedMinor, topUpMinor, isFrozen, isSoft }: BudgetState,
  money: (minor: bigint) => string,
) {
  const notes = [];
  if (isFrozen) notes.push('frozen');
  if (isSoft) notes.push('soft');
  if (reservedMinor > 0n) notes.push(`${money(reservedMinor)} wait for approval`);
  if (topUpMinor > 0n) notes.push(`${money(topUpMinor)} on top`);
  return notes;
}

const BAR_WIDTH = 20;

function barOf(leftMinor: bigint, grantedMinor: bigint): string {
  const share = grantedMinor === 0n ? 0 : Number(leftMinor) / Number(grantedMinor);
  const full = Math.max(0, Math.min(BAR_WIDTH, Math.ceil(share * BAR_WIDTH)));
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}
