import { formatMoney, type Money, storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Cost, Offer } from '#src/domain/store/offer.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import { buyCard } from '../cards/buy-card.ts';
import { costText } from '../cards/offer-text.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';

/** Shows what an item would take from the presser's balance, with the button that orders it. */
export async function buyItem(context: ActionContext): Promise<ActionAnswer> {
  const { words, press } = context;
  if (!isUuid(press.value)) return refusalCard(words, { kind: 'unknown-button' });
  return askToBuy(context, press.value);
}

/** The same for an item, as it is offered now; with a link to the page where chat cannot ask what there is to say. */
export async function askToBuy(context: ActionContext, itemId: string): Promise<Card> {
  const { app, words, caller } = context;
  const offers = await app.queries.store.offersFor(caller, { personId: caller.id, itemId });
  const [offer] = offers ?? [];
  if (!offer) return refusalCard(words, { kind: 'not-on-offer' });
  const { item, costs, isSoldOut } = offer;
  if (isSoldOut) return refusalCard(words, { kind: 'out-of-stock', name: item.name });
  const [cost] = costs;
  if (cost.lackMinor > 0n) {
    const rest = { amountMinor: cost.lackMinor, currency: cost.currency };
    return app.checkout.takesRest(rest)
      ? payRestOnPage(context, item, rest)
      : refusalCard(words, shortOf(cost));
  }
  if (cost.mostMinor !== undefined) return chooseOnPage(context, offer);
  const holdings = must(await app.queries.wallet.compose(caller, caller.id), 'wallet of one’s own');
  const holding = must(
    holdings.find(({ currency }) => currency === cost.currency),
    'what they pay with',
  );
  const { amountMinor, currency } = cost;
  const requestId = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  const card = buyCard(words, { offer, holding, price: { amountMinor, currency }, requestId });
  const picture = item.picture === null ? undefined : app.store.webUrl(`/store/pictures/${item.picture}`);
  return picture === undefined ? card : { ...card, picture };
}

function shortOf({ amountMinor, lackMinor, currency }: Cost): Refusal {
  const asked = storeMoney({ amountMinor, currency });
  return { kind: 'wallet-short', asked, missing: storeMoney({ amountMinor: lackMinor, currency }) };
}

/** What the balance does not cover can be paid by card, on the item's page, as whoever pressed. */
async function payRestOnPage(
  { app, words, caller }: ActionContext,
  { id, name }: { id: string; name: string },
  rest: Money,
): Promise<Card> {
  const made = await app.session.makeChatLink(caller, { back: `/store/${id}/buy?currency=${rest.currency}` });
  if (!made.ok) return refusalCard(words, made.refusal);
  const missing = formatMoney(rest, words.locale);
  return textCard('info', words.say('buy.cardTitle', { name, missing }), [
    words.say('buy.card', { missing }),
    made.value.url,
  ]);
}

/** Of a gift card, the buyer says how much: on its page, as whoever pressed. */
async function chooseOnPage({ app, words, caller }: ActionContext, { item, costs }: Offer): Promise<Card> {
  const made = await app.session.makeChatLink(caller, { back: `/store/${item.id}/buy` });
  if (!made.ok) return refusalCard(words, made.refusal);
  return textCard(
    'info',
    words.say('buy.chooseTitle', { name: item.name, cost: costText(words, costs[0]) }),
    [words.say('buy.choose'), made.value.url],
  );
}
