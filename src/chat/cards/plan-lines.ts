import type { PlannedView } from '#src/app.ts';
import { proposalText } from './proposal-text.ts';
import { changeRules, NO_RULES, type RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { isOwnRule, ruleRows, type RulesIn } from './rule-rows.ts';

/** What a planned change does, in a line, and what exactly, in others. */
export function planLines(words: Words, plan: PlannedView, cards: RulesIn['cards']): string[] {
  const { change, currency, target } = plan;
  const what = proposalText(words, { change, currency, target, to: null, weight: 'no-limit' });
  switch (change.kind) {
    case 'rules':
      return [what, ...ruleLines(words, change.rules, { currency, cards })];
    case 'budget':
      return [what, budgetLine(words, change, currency)];
    case 'allowance':
      return [what];
  }
}

/** When it begins, by the clocks that it follows. */
export function startText(words: Words, { from, timeZone }: Pick<PlannedView, 'from' | 'timeZone'>): string {
  return words.date(from, timeZone);
}

export function ruleLines(words: Words, rules: RulesChanges | 'cleared', rulesIn: RulesIn): string[] {
  if (rules === 'cleared') return [words.say('web.plan.cleared')];
  const rows = ruleRows(words, changeRules(NO_RULES, rules), rulesIn);
  return rows
    .filter((row) => isOwnRule(rules, row))
    .map(({ label, value }) => words.say('web.plan.rule', { label, value }));
}

type BudgetChange = Extract<PlannedView['change'], { kind: 'budget' }>;

function budgetLine({ say, locale }: Words, change: BudgetChange, currency: string): string {
  const { amountMinor, carryCapMinor = 0n, period = 'month', isSoft } = change;
  return say('web.budgets.setting', {
    amount: formatMoney({ amountMinor, currency }, locale),
    period: say(`period.${period}`),
    carry: carryCapMinor > 0n ? formatMoney({ amountMinor: carryCapMinor, currency }, locale) : 'none',
    isSoft: isSoft ? 'yes' : 'no',
  });
}
