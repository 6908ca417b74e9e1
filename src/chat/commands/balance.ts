import { formatMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import type { CardBlock } from '#src/ports/message.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/balance`: what the caller may spend, and the gifts waiting for them. */
export const balance = defineCommand({
  name: 'balance',
  summary: 'balance.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const { say, locale } = words;
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const { wallets, unredeemed } = must(
      await app.queries.wallet.find(caller.value, caller.value.id),
      'wallet of one’s own',
    );
    const blocks: (CardBlock | string)[] = wallets.map((wallet) => ({
      kind: 'fields',
      fields: [{ label: say('balance.funds'), value: formatMoney(wallet, locale) }],
    }));
    if (wallets.length === 0) blocks.push(say('balance.empty'));
    if (unredeemed.length > 0) blocks.push(say('balance.waiting', { count: unredeemed.length }));
    const lines = unredeemed.map((gift) => {
      return say('balance.gift', {
        amount: formatMoney(gift, locale),
        giver: gift.giverName,
        lastFour: gift.lastFour,
      });
    });
    if (lines.length > 0) blocks.push(lines.join('\n'));
    return textCard('info', say('balance.title'), blocks);
  },
});
