import { choicePath } from '#src/domain/gift/gift-card.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';

/** Gives a gift’s recipient, and nobody else, a link to the page on which they choose its card. */
export async function chooseCard({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const { say } = words;
  const giftId = press.value;
  if (!isUuid(giftId)) return refusalCard(words, { kind: 'unknown-button' });
  const choice = await app.queries.store.findCardChoice(caller, giftId, caller.id);
  if (!choice) return refusalCard(words, { kind: 'not-yours' });
  if (choice.refusal) return refusalCard(words, choice.refusal);
  const made = await app.session.makeChatLink(caller, { back: choicePath(giftId) });
  if (!made.ok) return refusalCard(words, made.refusal);
  return textCard('info', say('giftCard.linkTitle'), [say('wallet.link'), made.value.url]);
}
