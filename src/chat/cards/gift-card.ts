import { formatMoney } from '#src/domain/kit/money.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { WordKey, Words } from '#src/words/words.ts';
import type { ClaimBy, GiftMessage } from '#src/domain/gift/gift.ts';

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
      { kind: 'text', text: claimByText(words, gift.claimBy) },
    ],
    actions: arrival === 'chat' ? giftActions(words, gift.giftId) : [],
  };
}

/** The mail that brings a gift to somebody outside the organization: a page instead of a code, and for their eyes only. */
export function guestGiftCard(words: Words, gift: GiftMessage, link: string): Card {
  const { say } = words;
  const amount = formatMoney(gift.money, words.locale);
  return {
    tone: 'success',
    title: say('gift.title', { giver: gift.giverName, amount }),
    summary: say('gift.summary', { giver: gift.giverName, amount }),
    blocks: [
      ...thanksBlocks(words, gift),
      { kind: 'text', text: say('gift.howGuest', { link }) },
      { kind: 'text', text: claimByText(words, gift.claimBy) },
    ],
    actions: [],
  };
}

/** Until when a gift can be claimed. */
export function claimByText(words: Words, claimBy: ClaimBy | null): string {
  return claimBy ? words.say('gift.until', { until: lastDayText(words, claimBy) }) : words.say('gift.noEnd');
}

/** The last day on which a gift can be claimed, by the clocks of whoever reads it. */
export function lastDayText(words: Words, { at, timeZone }: ClaimBy): string {
  return words.date(new Date(at.getTime() - 1), timeZone);
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

function giftActions(words: Words, giftId: string): Action[] {
  return [
    redeemAction(words, giftId),
    thankAction(words, giftId),
    openWalletAction(words, giftId),
    reportAction(words, giftId),
  ];
}

/** The button that gives whoever presses it a link to their wallet. */
export function openWalletAction({ say }: Words, giftId: string): Action {
  return { id: 'open-wallet', label: say('wallet.open'), value: giftId, style: 'plain' };
}

/** The button that freezes a gift's code; it works only for its recipient. */
function reportAction({ say }: Words, giftId: string): Action {
  return { id: 'report-code', label: say('report.button'), value: giftId, style: 'plain' };
}

/** The button that opens a form to thank the giver; it works only for the gift's recipient. */
export function thankAction({ say }: Words, giftId: string): Action {
  return { id: 'thank', label: say('thanks.button'), value: giftId, style: 'plain' };
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
