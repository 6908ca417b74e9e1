import { may } from '#src/domain/people/access.ts';
import { budgetCard, noBudgetCard } from '../cards/budget-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/budget`: what the caller's department may still give. */
export const budget = defineCommand({
  name: 'budget',
  summary: 'budget.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const { id, role, departmentId } = caller.value;
    if (!may(role, 'see-budget')) return refusalCard(words, { kind: 'not-allowed', role });
    const state = await app.queries.budget.get(caller.value, departmentId);
    const setsBudgets = may(role, 'set-budgets');
    if (!state.ok) {
      const { refusal } = state;
      return refusal.kind === 'no-budget' && setsBudgets
        ? noBudgetCard(words, refusal)
        : refusalCard(words, refusal);
    }
    const found = may(role, 'give') ? await app.queries.budget.findAllowance(caller.value, id) : undefined;
    const allowance = found?.ok ? found.value : undefined;
    return budgetCard(words, state.value, { allowance, setsBudgets });
  },
});
