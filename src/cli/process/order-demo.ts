import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { must } from '#src/domain/kit/must.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { Core } from '#src/process/open-core.ts';
import { type Browser, headingOf } from './browse-demo.ts';
import type { Played } from './spend-demo.ts';

/** Alice orders a mug with one click, twice: it is one order. Morgan hands it out, and only then is it paid. */
export async function orderMug(core: Core, browser: Browser): Promise<Played> {
  const { app } = core;
  const [alice, morgan] = [await personCalled(core, 'Alice'), await personCalled(core, 'Morgan')];
  const item = await offer(core, { kind: 'own', name: 'Mug', inStock: 1, fulfillerId: morgan.id }, 1_500n);
  const asked = { buyer: alice, itemId: item, currency: core.organization.currency, amountMinor: 1_500n };
  const placed = orRefuse(core, await app.store.order({ ...asked, requestId: 'demo mug' }));
  const again = orRefuse(core, await app.store.order({ ...asked, requestId: 'demo mug' }));
  const third = await app.store.order({ ...asked, requestId: 'demo another mug' });
  const note = 'It is at the front desk.';
  const done = orRefuse(core, await app.store.fulfilOrder({ actor: morgan, orderId: placed.id, note }));
  const wallet = await browser.get('/wallet');
  return {
    ok:
      again.id === placed.id &&
      !third.ok &&
      third.refusal.kind === 'out-of-stock' &&
      done.status === 'fulfilled' &&
      headingOf(wallet).includes('$35.00'),
    shown: [
      ...lineOf('Alice orders the last', placed),
      ...lineOf('Morgan hands it out', done),
      headingOf(wallet),
    ],
  };
}

/** HR brings gift cards into stock, and Alice orders one: she alone sees its code, and it is not shown here. */
export async function orderBooksCard(core: Core, browser: Browser): Promise<Played> {
  const { app } = core;
  const [alice, mallory] = [await personCalled(core, 'Alice'), await personCalled(core, 'Mallory')];
  const actor = operatorOf(core);
  const bytes = Buffer.from('code,pin\nDEMO-CARD-0001,4711\n');
  const defaults = { product: 'Bookshop gift card', value: '20' };
  orRefuse(core, await app.reward.uploadStock({ actor, name: 'the demo', bytes, defaults }));
  const [stocked] = await app.queries.reward.listStock(actor);
  const productId = must(stocked, 'gift cards in stock').productId;
  const item = await offer(core, { kind: 'codes', name: 'Bookshop gift card', productId }, 2_000n);
  const asked = { buyer: alice, itemId: item, currency: core.organization.currency, amountMinor: 2_000n };
  const placed = orRefuse(core, await app.store.order({ ...asked, requestId: 'demo card' }));
  const shown = orRefuse(core, await app.store.revealOrder({ person: alice, orderId: placed.id }));
  const stolen = await app.store.revealOrder({ person: mallory, orderId: placed.id });
  const wallet = await browser.get('/wallet');
  const kinds = shown.values.map(({ kind }) => kind).join(' and ');
  return {
    ok:
      placed.status === 'fulfilled' &&
      kinds === 'code and pin' &&
      !stolen.ok &&
      headingOf(wallet).includes('$15.00'),
    shown: [...lineOf('Alice orders', placed), `Alice sees its ${kinds}, Mallory nothing`, headingOf(wallet)],
  };
}

function lineOf(what: string, order: StoreOrder): string[] {
  return [`${what}: ${order.itemName}, ${formatMoney(order)}, ${order.status}`];
}

async function offer(
  core: Core,
  fields: Pick<ItemFields, 'kind' | 'name'> & Partial<ItemFields>,
  amountMinor: bigint,
): Promise<string> {
  const item: ItemFields = {
    description: '',
    picture: null,
    prices: { [core.organization.currency]: amountMinor },
    inStock: null,
    limitPerPerson: null,
    needsAddress: false,
    fulfillerId: null,
    productId: null,
    provider: null,
    departments: [],
    roles: [],
    regions: [],
    ...fields,
  };
  return orRefuse(core, await core.app.store.addItem({ actor: operatorOf(core), fields: item })).id;
}

async function personCalled(core: Core, first: string): Promise<Person> {
  const people = await core.app.queries.people.list(operatorOf(core));
  const listed = people.find(({ name }) => name.startsWith(first));
  const [person] = await core.app.queries.people.findByEmail(operatorOf(core), [listed?.email ?? '']);
  return must(person, first);
}
