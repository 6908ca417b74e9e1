import type { PlainKey, Words } from '#src/words/words.ts';

/** What was done, as the page says it after it was done. */
const SAID = {
  set: 'web.budgets.said.set',
  'topped-up': 'web.budgets.said.topped-up',
  moved: 'web.budgets.said.moved',
  frozen: 'web.budgets.said.frozen',
  rules: 'web.budgets.said.rules',
  allowance: 'web.budgets.said.allowance',
  role: 'web.budgets.said.role',
  planned: 'web.budgets.said.planned',
  'plan-withdrawn': 'web.budgets.said.plan-withdrawn',
  home: 'web.budgets.said.home',
  'written-off': 'web.budgets.said.written-off',
  proposed: 'web.proposals.saidProposed',
  confirmed: 'web.proposals.saidConfirmed',
  declined: 'web.proposals.saidDeclined',
  withdrawn: 'web.proposals.saidWithdrawn',
  second: 'web.proposals.saidConfirmed',
} as const satisfies Record<string, PlainKey>;

export type BudgetsSaid = keyof typeof SAID;

/** What the address says was done; undefined for anything else. */
export function saidText({ say }: Words, said: string | undefined): string | undefined {
  return said !== undefined && Object.hasOwn(SAID, said) ? say(SAID[said as BudgetsSaid]) : undefined;
}
