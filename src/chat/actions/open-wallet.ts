import type { ActionAnswer } from '#src/ports/chat.ts';
import { walletLinkCard } from '../cards/wallet-link-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button that opens one's wallet: whoever presses it gets a link of their own, which only they see. */
export async function openWallet({ app, words, caller }: ActionContext): Promise<ActionAnswer> {
  return walletLinkCard(words, await app.session.makeChatLink(caller));
}
