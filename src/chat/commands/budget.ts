import { formatMoney } from '#src/domain/money.ts';
import { may } from '#src/domain/roles.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/budget`: what the caller's department may still give this month. */
export const budget = defineCommand({
  name: 'budget',
  summary: 'budget.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const { say, locale } = words;
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const { role, departmentId } = caller.value;
    if (!may(role, 'see-budget')) return refusalCard(words, { kind: 'not-allowed', role });
    const state = await app.showBudgetOf(departmentId);
    if (!state.ok) return refusalCard(words, state.refusal);
    const { department, grantedMinor, leftMinor, until } = state.value;
    const left = formatMoney({ amountMinor: leftMinor, currency: department.currency }, locale);
    const granted = formatMoney({ amountMinor: grantedMinor, currency: department.currency }, locale);
    const share = grantedMinor === 0n ? 0 : Number(leftMinor) / Number(grantedMinor);
    return textCard('info', say('budget.title', { department: department.name }), [
      { kind: 'bar', share, label: say('budget.left', { left, granted }) },
      say('budget.until', { until: words.date(until, department.timeZone) }),
    ]);
  },
});
