import type { App } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

type Balance = NonNullable<Awaited<ReturnType<App['queries']['wallet']['find']>>>;
type Waiting = Balance['unredeemed'][number];

/** A row of buttons on every platform; the next ones appear as these are pressed. */
const MOST_BUTTONS = 5;

/**
 * What somebody may spend, and a button for each waiting gift, the oldest first: they work only for their recipient and
 * do not need the gift's message, which may be lost.
 */
export function balanceCard(words: Words, { wallets, unredeemed }: Balance): Card {
  const { say, locale } = words;
  const blocks: (CardBlock | string)[] = wallets.map((wallet) => ({
    kind: 'fields',
    fields: [{ label: say('balance.funds'), value: formatMoney(wallet, locale) }],
  }));
  if (wallets.length === 0) blocks.push(say('balance.empty'));
  if (unredeemed.length > 0) {
    blocks.push(say('balance.waiting', { count: unredeemed.length }));
    blocks.push(unredeemed.map((gift) => giftLine(words, gift)).join('\n'));
  }
  if (unredeemed.length > MOST_BUTTONS) blocks.push(say('balance.more', { count: MOST_BUTTONS }));
  const actions = unredeemed.slice(0, MOST_BUTTONS).map((gift) => redeemListedAction(words, gift));
  return { ...textCard('info', say('balance.title'), blocks), actions };
}

function giftLine({ say, locale }: Words, gift: Waiting): string {
  const { giverName: giver, lastFour } = gift;
  return say('balance.gift', { amount: formatMoney(gift, locale), giver, lastFour });
}

function redeemListedAction({ say, locale }: Words, gift: Waiting): Action {
  const label = say('balance.redeem', { amount: formatMoney(gift, locale), lastFour: gift.lastFour });
  return { id: 'redeem-listed', label, value: gift.giftId, style: 'primary' };
}
