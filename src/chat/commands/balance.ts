import { must } from '#src/domain/kit/must.ts';
import { balanceCard } from '../cards/balance-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/balance`: what the caller may spend, and the gifts waiting for them with a button each. */
export const balance = defineCommand({
  name: 'balance',
  summary: 'balance.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const found = await app.queries.wallet.find(caller.value, caller.value.id);
    return balanceCard(words, must(found, 'wallet of one’s own'));
  },
});
