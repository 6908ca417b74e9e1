import type { App } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { PromoLot } from '#src/domain/wallet/promo-lot.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { lastDayText } from './gift-card.ts';
import { textCard } from './text-card.ts';

export type ShownBalance = NonNullable<Awaited<ReturnType<App['queries']['wallet']['find']>>> & {
  promo: readonly PromoLot[];
};
type Waiting = ShownBalance['unredeemed'][number];

/** With the one that opens the wallet, a row of buttons on every platform; the next ones appear as these are pressed. */
const MOST_BUTTONS = 4;

/**
 * What somebody may spend, and a button for each waiting gift, the oldest first: they work only for their recipient and
 * do not need the gift's message, which may be lost.
 */
export function balanceCard(
  words: Words,
  { wallets, unredeemed, promo }: ShownBalance,
  personId: string,
): Card {
  const { say, locale } = words;
  const blocks: (CardBlock | string)[] = wallets.map((wallet) => ({
    kind: 'fields',
    fields: [{ label: say('balance.funds'), value: formatMoney(wallet, locale) }],
  }));
  if (promo.length > 0) blocks.push(promo.map((lot) => promoLine(words, lot)).join('\n'));
  if (wallets.length + promo.length === 0) blocks.push(say('balance.empty'));
  if (unredeemed.length > 0) {
    blocks.push(say('balance.waiting', { count: unredeemed.length }));
    blocks.push(unredeemed.map((gift) => giftLine(words, gift)).join('\n'));
  }
  if (unredeemed.length > MOST_BUTTONS) blocks.push(say('balance.more', { count: MOST_BUTTONS }));
  const actions = unredeemed.slice(0, MOST_BUTTONS).map((gift) => redeemListedAction(words, gift));
  const open: Action = {
    id: 'open-wallet-listed',
    label: say('wallet.open'),
    value: personId,
    style: 'plain',
  };
  return { ...textCard('info', say('balance.title'), blocks), actions: [...actions, open] };
}

/** Credit until a day is good on that day, and expires with it. */
function promoLine(
  words: Words,
  { leftMinor: amountMinor, currency, expiresAt: at, timeZone }: PromoLot,
): string {
  const amount = formatMoney({ amountMinor, currency }, words.locale);
  return words.say('balance.promo', { amount, until: lastDayText(words, { at, timeZone }) });
}

function giftLine(words: Words, gift: Waiting): string {
  const { say, locale } = words;
  const { giverName: giver, lastFour, claimBy } = gift;
  const told = { amount: formatMoney(gift, locale), giver, lastFour };
  if (!claimBy) return say('balance.gift', told);
  return say('balance.giftUntil', { ...told, until: lastDayText(words, claimBy) });
}

function redeemListedAction({ say, locale }: Words, gift: Waiting): Action {
  const label = say('balance.redeem', { amount: formatMoney(gift, locale), lastFour: gift.lastFour });
  return { id: 'redeem-listed', label, value: gift.giftId, style: 'primary' };
}
