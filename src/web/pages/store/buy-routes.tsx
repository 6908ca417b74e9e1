import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { amountProblemText } from '#src/chat/cards/amount-problem-text.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import type { Cost, Offer } from '#src/domain/store/offer.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { TroublePage } from '../trouble/page.tsx';
import { AmountPage, BuyPage } from './buy-page.tsx';
import { isRange } from './item-page.tsx';

/** What an address may ask for. What is wrong in it is as if it were not there. */
const Query = z.object({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/u)
    .optional()
    .catch(undefined),
  amount: z.string().max(20).optional().catch(undefined),
});
/** An address may be longer than it can be: that is said beside it. */
const Placing = z.object({
  requestId: z.string().regex(/^[\da-f-]{36}$/u),
  currency: z.string().regex(/^[A-Z]{3}$/u),
  amount: z.string().max(20),
  /** What they have read that a card pays. */
  byCard: z.string().max(20).optional(),
  address: z.string().max(10_000).default(''),
});

type Typed = Partial<z.infer<typeof Placing>>;

/** How something is bought: what it takes from what is shown first, and placed by a form. */
export function buyRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app } = deps;
  const findAddress = createFindAddress(deps.trustedProxies);

  routes.get('/:itemId/buy', async (c) => {
    const offer = await findOffer(deps, c);
    if (!offer) return missing(deps, c);
    const typed = Query.parse(c.req.query());
    const cost = costIn(offer, typed.currency);
    if (isRange(cost) && typed.amount === undefined) return askAmount(deps, c, { offer, cost, typed: '' });
    const price = priceOf(cost, typed.amount);
    if (!price.ok) {
      const error = amountProblemText(deps.words, price.problem);
      return askAmount(deps, c, { offer, cost, typed: typed.amount ?? '', error });
    }
    const sold = { over: refusalText(deps.words, { kind: 'out-of-stock', name: offer.item.name }) };
    const buying = { offer, cost, price: price.value, typed: {} };
    return showBuy(deps, c, offer.isSoldOut ? { ...buying, errors: sold } : buying);
  });
  routes.post('/:itemId/buy', async (c) => {
    const offer = await findOffer(deps, c);
    if (!offer) return missing(deps, c);
    const placing = await readForm(c, Placing);
    const { currency, amount, requestId, byCard, address: deliverTo } = placing;
    const cost = costIn(offer, currency);
    const sent = readAmount(amount, { currency, decimal: '.' });
    const rest = byCard === undefined ? undefined : readAmount(byCard, { currency, decimal: '.' });
    if (!sent.ok || rest?.ok === false) return c.redirect(`/store/${offer.item.id}/buy`, 303);
    const { person: buyer, session } = c.get('signedIn');
    const price = { amountMinor: sent.amountMinor, currency };
    const ordered = await app.store.order({
      buyer,
      itemId: offer.item.id,
      requestId,
      ...price,
      ...(rest && { pageMinor: rest.amountMinor }),
      ...originOf(c, findAddress),
      passedAt: session.secondFactorAt,
      ...(offer.item.needsAddress && { deliverTo }),
    });
    if (ordered.ok) return c.redirect(`/orders/${ordered.value.id}${rest ? '' : '?said=ordered'}`, 303);
    return refuse(deps, c, { offer, cost, price, typed: placing }, ordered.refusal);
  });
}

type Buying = { offer: Offer; cost: Cost; price: Money; typed: Typed };

/** What a refusal is about, where it is not the price. `over`: pressing again would be refused again. */
const PLACES: Partial<Record<Refusal['kind'], 'address' | 'over'>> = {
  'address-missing': 'address',
  'address-too-long': 'address',
  'out-of-stock': 'over',
  'order-limit': 'over',
  'not-on-offer': 'over',
};

/** Says beside what it is about why nothing was ordered, with the way on. */
async function refuse(deps: SiteDeps, c: Context<SiteEnv>, buying: Buying, refusal: Refusal) {
  const { offer, cost, price, typed } = buying;
  const text = refusalText(deps.words, refusal);
  if (refusal.kind === 'card-amount')
    return askAmount(deps, c, { ...buying, typed: typed.amount ?? '', error: text });
  if (asksForFactor(refusal)) {
    const gate = await deps.app.session.findFactorGate({ ...c.get('signedIn'), purpose: 'step-up' });
    const back = `/store/${offer.item.id}/buy?currency=${price.currency}${isRange(cost) ? `&amount=${typed.amount}` : ''}`;
    const path = factorPath(gate === 'open' ? 'ask' : gate, back);
    // What they typed would be lost on the way.
    if (!offer.item.needsAddress) return c.redirect(path, 303);
    return showBuy(deps, c, { ...buying, errors: { factor: text }, factorPath: path });
  }
  const errors = { [PLACES[refusal.kind] ?? 'price']: text };
  const now = isRange(cost) ? price : { amountMinor: cost.amountMinor, currency: cost.currency };
  return showBuy(deps, c, { ...buying, price: now, errors });
}

async function findOffer({ app }: SiteDeps, c: Context<SiteEnv>): Promise<Offer | undefined> {
  const itemId = c.req.param('itemId') ?? '';
  const { person } = c.get('signedIn');
  if (!isUuid(itemId)) return undefined;
  const offers = await app.queries.store.offersFor(person, { personId: person.id, itemId });
  return offers?.[0];
}

/** In the currency that was asked for, if it costs something in that. */
function costIn({ costs }: Offer, currency: string | undefined): Cost {
  return costs.find((cost) => cost.currency === currency) ?? costs[0];
}

function priceOf(cost: Cost, typed: string | undefined) {
  const { amountMinor, currency } = cost;
  if (!isRange(cost)) return { ok: true as const, value: { amountMinor, currency } };
  const read = readAmount(typed ?? '', { currency });
  return read.ok ? { ok: true as const, value: { amountMinor: read.amountMinor, currency } } : read;
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

function askAmount(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  asked: { offer: Offer; cost: Cost; typed: string; error?: string },
) {
  const { offer, cost, typed, error } = asked;
  const page = <AmountPage {...shownTo(deps, c)} offer={offer} cost={cost} typed={typed} error={error} />;
  return show(c, page, error === undefined ? 200 : 400);
}

async function showBuy(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  {
    offer,
    cost,
    price,
    typed,
    errors,
    factorPath: factor,
  }: Buying & { errors?: FieldErrors; factorPath?: string },
) {
  const { person } = c.get('signedIn');
  const holdings = must(await deps.app.queries.wallet.compose(person, person.id), 'wallet of one’s own');
  const holding = holdings.find(({ currency }) => currency === price.currency);
  const missingMinor = price.amountMinor - (holding?.spendableMinor ?? 0n);
  const page = (
    <BuyPage
      {...shownTo(deps, c)}
      offer={offer}
      cost={cost}
      price={price}
      holding={holding}
      takesCard={deps.app.checkout.takesRest({ ...price, amountMinor: missingMinor })}
      requestId={crypto.randomUUID()}
      address={typed.address}
      {...(errors && { errors })}
      factorPath={factor}
    />
  );
  return show(c, page, errors ? 409 : 200);
}
