import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Core } from '#src/process/open-core.ts';
import { type Browser, headingOf } from './browse-demo.ts';

/** What a step of the demo came to: whether it held, and the lines to show for it. */
export type Played = { ok: boolean; shown: string[] };

/** Alice buys for 18.00 in a store, twice by the same request: it is paid once, out of 10.00 of credit and 8.00 of gift funds. */
export async function spend(core: Core, browser: Browser): Promise<Played> {
  const store = { organizationId: core.organization.id, name: 'Store', currency: core.organization.currency };
  const added = orRefuse(core, await core.app.checkout.addMarketplace({ ...store, actorId: null }));
  const people = await core.app.queries.people.list(operatorOf(core));
  const alice = people.find(({ name }) => name.startsWith('Alice'));
  const [person] = await core.app.queries.people.findByEmail(operatorOf(core), [alice?.email ?? '']);
  const request = {
    person: must(person, 'Alice'),
    marketplaceId: added.id,
    amountMinor: 1_800n,
    currency: added.currency,
    description: 'a mug',
    requestId: 'demo',
  };
  const { id: checkoutId } = orRefuse(core, await core.app.checkout.authorize(request));
  const again = orRefuse(core, await core.app.checkout.authorize(request));
  const toSettle = { organizationId: store.organizationId, checkoutId, by: { marketplaceId: added.id } };
  const { tenders } = orRefuse(core, await core.app.checkout.capture({ ...toSettle, requestId: 'demo' }));
  const wallet = await browser.get('/wallet');
  const paid = tenders.map(({ kind, capturedMinor: amountMinor }) => {
    return `${kind}: ${formatMoney({ amountMinor, currency: added.currency })}`;
  });
  return {
    ok:
      again.id === checkoutId &&
      paid.join() === 'promo: $10.00,gift: $8.00' &&
      headingOf(wallet).includes('$32.00'),
    shown: [`Alice buys a mug for $18.00, and asks twice`, ...paid, headingOf(wallet)],
  };
}

/** A part first, then the rest: gift funds come back before credit. */
export async function refundSpent(core: Core, browser: Browser): Promise<Played> {
  const operator = operatorOf(core);
  const [bought] = await core.app.queries.checkout.list(operator, { limit: 1 });
  const { id: checkoutId, marketplaceId } = must(
    await core.app.queries.checkout.find(operator, must(bought, 'purchase').checkoutId),
    'purchase',
  );
  const toSettle = { organizationId: operator.organizationId, checkoutId, by: { marketplaceId } };
  const part = { ...toSettle, requestId: 'demo 1', amountMinor: 900n };
  const first = orRefuse(core, await core.app.checkout.refund(part));
  const rest = { ...toSettle, requestId: 'demo 2' };
  await core.app.checkout.refund(rest);
  orRefuse(core, await core.app.checkout.refund(rest));
  const wallet = await browser.get('/wallet');
  const back = first.tenders.map(({ kind, refundedMinor: amountMinor }) => {
    return `${kind}: ${formatMoney({ amountMinor, currency: first.currency })} back`;
  });
  return {
    ok: back.join() === 'promo: $1.00 back,gift: $8.00 back' && headingOf(wallet).includes('$50.00'),
    shown: ['$9.00 is refunded, then the rest, which is asked twice', ...back, headingOf(wallet)],
  };
}
