import type { ClaimBy, GiftMessage } from '#src/domain/gift/gift.ts';
import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Action, Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { lastDayText, openWalletAction, redeemAction, thankAction, thanksBlocks } from './gift-card.ts';
import { textCard, withAbove } from './text-card.ts';

type Arrival = { in: 'chat'; isThanked?: boolean } | { in: 'email'; link: string | undefined };

/** The message of a gift that is a gift card, before that is bought. In mail, `link` leads to where it is chosen. */
export function promisedCardCard(words: Words, gift: GiftMessage, arrival: Arrival): Card {
  const { say, locale } = words;
  const { giftId, giverName: giver } = gift;
  const amount = formatMoney(gift.money, locale);
  const texts = textsOf(words, gift, arrival);
  const thank = arrival.in === 'chat' && arrival.isThanked ? [] : [thankAction(words, giftId)];
  const wallet = openWalletAction(words, giftId);
  return {
    tone: 'success',
    title: say('gift.title', { giver, amount }),
    summary: say('gift.summary', { giver, amount }),
    blocks: [...thanksBlocks(words, gift), ...texts.map((text) => ({ kind: 'text' as const, text }))],
    actions: arrival.in === 'chat' ? [...choiceActions(words, gift), ...thank, wallet] : [],
  };
}

/** What comes of the gift, and what there is to do. */
function textsOf(words: Words, gift: GiftMessage, arrival: Arrival): string[] {
  const { say, locale } = words;
  const card = must(gift.card, 'card of a gift');
  if (card.status === 'chosen') return [say('giftCard.chosen', { card: card.name })];
  if (card.status !== 'open') return [say('giftCard.promised', { card: card.name })];
  return [
    say('giftCard.choose', { amount: formatMoney(gift.money, locale) }),
    howToChoose(words, arrival),
    claimByChoiceText(words, gift.claimBy),
  ];
}

/** Until when a card can be chosen. */
export function claimByChoiceText(words: Words, claimBy: ClaimBy | null): string {
  return claimBy
    ? words.say('giftCard.chooseUntil', { until: lastDayText(words, claimBy) })
    : words.say('gift.noEnd');
}

function howToChoose({ say }: Words, arrival: Arrival): string {
  if (arrival.in === 'chat') return say('giftCard.chooseHow');
  return arrival.link === undefined
    ? say('giftCard.chooseWallet')
    : say('giftCard.chooseLink', { link: arrival.link });
}

function choiceActions(words: Words, { giftId, card }: GiftMessage): Action[] {
  if (card?.status !== 'open' && card?.status !== 'chosen') return [];
  const keep: Action = {
    id: 'keep-as-balance',
    label: words.say('gift.redeem'),
    value: giftId,
    style: 'plain',
  };
  return [chooseAction(words, giftId, { again: card.status === 'chosen' }), keep];
}

/** The button that leads to where a gift’s card is chosen; it works only for its recipient. */
export function chooseAction({ say }: Words, giftId: string, { again = false } = {}): Action {
  return {
    id: 'choose-card',
    label: say(again ? 'giftCard.chooseAnother' : 'giftCard.chooseButton'),
    value: giftId,
    style: again ? 'plain' : 'primary',
  };
}

/** The same message once the card is bought. It says where the card is, and nothing that is worth money. */
export function boughtGiftCard(words: Words, gift: GiftMessage, isThanked: boolean): Card {
  const card = must(gift.card?.name, 'name of a bought card');
  const amount = formatMoney(gift.money, words.locale);
  const title = words.say('giftCard.hereTitle', { card, amount });
  const said = withAbove(
    textCard('success', title, [words.say('giftCard.here')]),
    ...thanksBlocks(words, gift),
  );
  const thank = isThanked ? [] : [thankAction(words, gift.giftId)];
  return { ...said, actions: [openWalletAction(words, gift.giftId), ...thank] };
}

type Bought = { giver: string; card: string; money: StoredMoney };

/** Tells somebody that their card is bought, and where it is. */
export function boughtCard(
  words: Words,
  { giver, card, money }: Bought,
  where: { giftId: string; link: string | undefined; isInChat: boolean },
): Card {
  const { say, locale } = words;
  const amount = formatMoney(moneyOf(money), locale);
  const how = where.isInChat
    ? say('giftCard.here')
    : where.link
      ? say('giftCard.hereLink', { link: where.link })
      : say('giftCard.hereWallet');
  const text = textCard('success', say('giftCard.hereTitle', { card, amount }), [
    say('giftCard.from', { giver }),
    how,
  ]);
  return { ...text, actions: where.isInChat ? [openWalletAction(words, where.giftId)] : [] };
}

type Failed = {
  to: 'recipient' | 'keeper';
  giver: string;
  recipient: string;
  card: string;
  money: StoredMoney;
  why: 'left' | 'rejected';
  reason: string;
};

/** Tells that a card was not bought, and that the gift is stored value, which its recipient can add to their balance in chat. */
export function failedCardCard(
  words: Words,
  failed: Failed,
  where: { giftId: string; isInChat: boolean },
): Card {
  const { say, locale } = words;
  const { to, giver, recipient, card, why, reason } = failed;
  const amount = formatMoney(moneyOf(failed.money), locale);
  const title = say('giftCard.failedTitle', { card });
  if (to === 'recipient') {
    const text = textCard('info', title, [say('giftCard.failed', { giver, amount })]);
    return { ...text, actions: where.isInChat ? [redeemAction(words, where.giftId)] : [] };
  }
  return textCard('refusal', title, [
    say(why === 'left' ? 'giftCard.failedLeft' : 'giftCard.failedKeeper', { recipient, amount }),
    ...(reason ? [{ kind: 'quote' as const, text: reason }] : []),
  ]);
}
