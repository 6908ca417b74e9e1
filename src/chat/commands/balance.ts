import { balanceCard } from '../cards/balance-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { defineCommand } from '../define-command.ts';
import { findOwnBalance } from '../find-own-balance.ts';

/** `/balance`: what the caller may spend, and the gifts waiting for them with a button each. */
export const balance = defineCommand({
  name: 'balance',
  summary: 'balance.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    return balanceCard(words, await findOwnBalance(app, caller.value), caller.value.id);
  },
});
