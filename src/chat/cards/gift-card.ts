import { formatMoney } from '#src/domain/kit/money.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { WordKey, Words } from '#src/words/words.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';

/** Where a gift message arrives: in the chat, in a mail beside a chat, or in a mail where there is no chat. */
type Arrival = 'chat' | 'email' | 'email-only';

const HOW_TO_REDEEM = {
  chat: 'gift.how',
  email: 'gift.howEmail',
  'email-only': 'gift.howEmailOnly',
} as const satisfies Record<Arrival, WordKey>;

/** The message that brings a gift to its recipient, code included. For their eyes only. */
export function giftCard(words: Words, gift: GiftMessage, code: SecretCode, arrival: Arrival): Card {
  const { say } = words;
  const amount = formatMoney(gift.money, words.locale);
  return {
    tone: 'success',
    title: say('gift.title', { giver: gift.giverName, amount }),
    summary: say('gift.summary', { giver: gift.giverName, amount }),
    blocks: [
      ...thanksBlocks(words, gift),
      { kind: 'text', text: say('gift.code') },
      { kind: 'code', code },
      { kind: 'text', text: say(HOW_TO_REDEEM[arrival]) },
    ],
    actions: arrival === 'chat' ? [redeemAction(words, gift.giftId)] : [],
  };
}

/** Who thanks whom, with how much and what words: what remains once the code is no longer usable. */
export function thanksBlocks({ say, locale }: Words, gift: GiftMessage): CardBlock[] {
  const { recipientName: name, giverName: giver, message } = gift;
  const text = say('gift.hello', { name, giver, amount: formatMoney(gift.money, locale) });
  return [{ kind: 'text', text }, ...(message ? [{ kind: 'quote' as const, text: message }] : [])];
}

/** The button that redeems a gift; it works only for its recipient. */
export function redeemAction({ say }: Words, giftId: string): Action {
  return { id: 'redeem', label: say('gift.redeem'), value: giftId, style: 'primary' };
}

/** A channel message that tells a person of a gift without showing it: only their press on the button does. */
export function claimCard(words: Words, gift: GiftMessage): Card {
  const { say } = words;
  const text = say('claim.text', { giver: gift.giverName });
  return {
    tone: 'info',
    title: say('claim.title'),
    summary: text,
    blocks: [{ kind: 'text', text }],
    actions: [{ id: 'claim', label: say('claim.button'), value: gift.giftId, style: 'primary' }],
  };
}
