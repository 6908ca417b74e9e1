import { formatMoney } from '#src/domain/kit/money.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';
import type { AllowanceState, BudgetState } from '#src/domain/budget/budget-state.ts';

/** Who asks: their own allowance if they have one, and whether they set budgets themselves. */
type Asker = { allowance: AllowanceState | undefined; setsBudgets: boolean };

/** A department's budget as a bar, with what waits, what is on top, until when, and the asker's own allowance. */
export function budgetCard(words: Words, state: BudgetState, { allowance, setsBudgets }: Asker): Card {
  const { say } = words;
  const { department, grantedMinor, leftMinor, reservedMinor, topUpMinor } = state;
  const fields: { label: string; value: string }[] = [];
  if (reservedMinor > 0n) fields.push({ label: say('budget.reserved'), value: money(reservedMinor) });
  if (topUpMinor > 0n) fields.push({ label: say('budget.topUp'), value: money(topUpMinor) });
  if (allowance) {
    const left = { left: money(allowance.leftMinor), granted: money(allowance.allowanceMinor) };
    fields.push({ label: say('budget.allowance'), value: say('budget.left', left) });
  }
  const blocks: (CardBlock | string)[] = [
    {
      kind: 'bar',
      share: shareOf(leftMinor, grantedMinor),
      label: say('budget.left', { left: money(leftMinor), granted: money(grantedMinor) }),
    },
    ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
    say('budget.until', {
      until: words.date(state.until, department.timeZone),
      period: say(`period.${state.period}`),
    }),
    ...(state.isFrozen ? [frozenText()] : []),
  ];
  return textCard('info', say('budget.title', { department: department.name }), blocks);

  function frozenText(): string {
    return setsBudgets ? say('budget.unfreeze', { department: department.name }) : say('budget.frozen');
  }

  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency: department.currency }, words.locale);
  }
}

/** Tells who sets budgets themselves that a department has none, and how to set one. */
export function noBudgetCard({ say }: Words, { department }: { department: string }): Card {
  return textCard('refusal', say('fault.title'), [say('budget.set', { department })]);
}

function shareOf(leftMinor: bigint, grantedMinor: bigint): number {
  if (grantedMinor === 0n || leftMinor <= 0n) return 0;
  return Math.min(1, Number(leftMinor) / Number(grantedMinor));
}
