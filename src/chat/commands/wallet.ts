import { refusalCard } from '../cards/refusal-card.ts';
import { walletLinkCard } from '../cards/wallet-link-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/wallet`: a link that opens the caller's wallet in a browser. */
export const wallet = defineCommand({
  name: 'wallet',
  summary: 'wallet.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    return walletLinkCard(words, await app.session.makeChatLink(caller.value));
  },
});
