import { formatMoney } from '#src/domain/kit/money.ts';
import { done } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import { type BudgetDeed, readMoneyAboveZero } from './change.ts';
import { findBudget } from './find-budget.ts';
import { TextField } from '../../../frame/text-field.tsx';

/** Money once, beside the budget: it is spent last, and outlives the period. */
export const topUpChange: BudgetDeed = {
  path: '/:departmentId/top-up',
  right: 'set-budgets',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found) return undefined;
    const { words, app } = asked.deps;
    const { say, locale } = words;
    const { department, state } = found;
    const { currency } = department;
    if (grantsThemselves(asked.reader.person, { departmentId: department.id })) return { kind: 'own-budget' };
    function money(amountMinor: bigint) {
      return formatMoney({ amountMinor, currency }, locale);
    }
    return {
      title: say('web.topUp.title', { department: department.name }),
      lead: say('web.topUp.lead'),
      typed: { amount: '' },
      fields: (typed, errors) => (
        <TextField name="amount" label={say('web.topUp.amount')} typed={typed} error={errors.amount} />
      ),
      seen: '',
      main: 'amount',
      currency: department.currency,
      takesReason: true,
      read(typed) {
        const read = readMoneyAboveZero(words, department, typed['amount'] ?? '');
        if (!read.ok) return { ok: false, errors: { amount: read.error } };
        const { amountMinor } = read;
        const beforeMinor = state?.topUpMinor ?? 0n;
        const row = { before: money(beforeMinor), after: money(beforeMinor + amountMinor) };
        return {
          ok: true,
          wanted: {
            button: say('web.topUp.save', { department: department.name, amount: money(amountMinor) }),
            preview: async () =>
              done({ rows: [{ label: say('budget.topUp'), ...row }], notes: [say('web.topUp.note')] }),
            save: ({ id, reason }) =>
              app.budget.topUp({ id, department, amountMinor, reason, actorId: asked.reader.person.id }),
          },
        };
      },
      back: `/budgets/${department.id}`,
      said: 'topped-up',
    };
  },
};
