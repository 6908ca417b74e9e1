import { redeemedCard } from '../cards/redeemed-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/redeem XXXX-XXXX-XXXX-XXXX`: adds a gift to the caller's balance. */
export const redeem = defineCommand({
  name: 'redeem',
  summary: 'redeem.summary',
  usage: 'redeem.usage',
  example: 'redeem.example',
  options: { code: { kind: 'code', summary: 'redeem.option.code', isRequired: true } },

  async run({ app, words, findCaller }, { code }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const redeemed = await app.gift.redeemCode({ person: caller.value, typed: code });
    return redeemed.ok ? redeemedCard(words, redeemed.value) : refusalCard(words, redeemed.refusal);
  },
});
