import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openPaidPages, type PaidPages } from '#test/helpers/paid-pages.ts';
import { granted } from '#test/helpers/promos.ts';
import { ownGoods } from '#test/helpers/stock.ts';
import { openSite, PUBLIC_URL, type Site, type Visitor } from './open-site.ts';

const MINUTE_MS = 60_000;

const database = await createTestDatabase();
let site: Site;
let pages: PaidPages;
let alice: Visitor;
beforeAll(async () => {
  pages = await openPaidPages(() => site.core.clock.now());
  const reachable = { platforms: ['slack'], mail: true, web: PUBLIC_URL };
  site = await openSite(database.db, {}, { payment: pages.method, reachable });
  site.core.clock.set(new Date().toISOString());
  await site.core.app.people.import(site.company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
  ]);
  await site.company.setBudget('Engineering', 100_000_000n);
  const { gifts } = await site.company.give('morgan', 'alice', '8');
  await site.company.redeem('alice', await site.company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await granted(site.core, site.company, 'alice', 1_200n);
  alice = await site.signIn('alice');
});
afterAll(async () => {
  await pages.close();
  await database.drop();
});

/** Something for 25.00, of which Alice has 12.00 of credit and 8.00 of gift funds. */
async function offer(some: Partial<ItemFields> = {}): Promise<string> {
  const fulfillerId = (await site.person('bob')).id;
  const fields = ownGoods({
    name: `Mug ${site.core.newId()}`,
    fulfillerId,
    prices: { USD: 2_500n },
    ...some,
  });
  const added = await site.core.app.store.addItem({ actor: await site.person('priya'), fields });
  if (!added.ok) throw new Error(added.refusal.kind);
  return added.value.id;
}

function formOn(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/gu);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

async function placed(): Promise<string> {
  const itemId = await offer();
  const form = formOn((await alice.get(`/store/${itemId}/buy`)).text);
  const sent = await alice.post(`/store/${itemId}/buy`, form);
  expect(sent.status).toBe(303);
  return must(sent.location ?? undefined, 'place of the order');
}

async function cancel(order: string): Promise<void> {
  expect((await alice.post(`${order}/cancel`)).status).toBe(303);
  await alice.get(`${order}/paid`);
  const row = await site.core.db
    .selectFrom('store_order')
    .select('checkout_id')
    .where('id', '=', must(order.split('/').at(-1), 'id'))
    .executeTakeFirstOrThrow();
  await site.core.app.checkout.advance(row.checkout_id);
}

describe('buying what a wallet does not cover', () => {
  it('says what is taken from what, before anything moves', async () => {
    const itemId = await offer();

    const item = await alice.get(`/store/${itemId}`);
    expect(item.text).toContain('You have $20.00, and can pay $5.00 by card.');
    const page = await alice.get(`/store/${itemId}/buy`);
    for (const shown of [
      '$12.00 from your promotional credit, $8.00 from your gift funds, $5.00 by card',
      'within an hour',
      'Order, then pay $5.00 by card',
    ])
      expect(page.text).toContain(shown);
    expect(formOn(page.text)).toMatchObject({ amount: '25.00', byCard: '5.00' });
    expect((await alice.get('/store')).text).toContain('$5.00 of it by card');
    expect(pages.books()).toMatchObject({ pages: 0 });
    expect((await alice.get('/wallet')).text).toContain('$20.00');
  });

  it('is refused when a card would pay something else by now, with the parts of now', async () => {
    const itemId = await offer();
    const form = formOn((await alice.get(`/store/${itemId}/buy`)).text);

    const refused = await alice.post(`/store/${itemId}/buy`, { ...form, byCard: '3.00' });

    expect(refused.status).toBe(409);
    expect(refused.text).toContain('A card would pay $5.00 now, not $3.00');
    expect(formOn(refused.text)).toMatchObject({ byCard: '5.00' });
    expect((await alice.post(`/store/${itemId}/buy`, { ...form, byCard: 'x' })).status).toBe(303);
    expect((await alice.get('/orders')).text).not.toContain('Mug');
  });

  it('is refused with what is missing where no card can pay it', async () => {
    const without = await openSite(database.db);
    const { core, company } = without;
    const fields = ownGoods({ fulfillerId: (await without.person('bob')).id });
    const added = await core.app.store.addItem({ actor: await without.person('priya'), fields });
    const { id } = must(added.ok ? added.value : undefined, 'item');
    const { gifts } = await company.give('morgan', 'alice', '8');
    await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    const visitor = await without.signIn('alice');

    for (const path of [`/store/${id}`, `/store/${id}/buy`]) {
      const { text } = await visitor.get(path);
      expect(text).toContain('You need $7.00 more');
      expect(text).not.toContain('card');
    }
    const sent = { requestId: crypto.randomUUID(), currency: 'USD', amount: '15', byCard: '7' };
    expect((await visitor.post(`/store/${id}/buy`, sent)).status).toBe(409);
  });
});

describe('an order that is yet to be paid by card', () => {
  it('says until when, and leads to the payment page by a link, which no form has to', async () => {
    const order = await placed();

    const page = await alice.get(order);
    expect(page.text).toMatch(/\$5\.00 to pay for Mug/u);
    expect(page.text).toContain('You can pay until');
    expect(page.text).toContain(`<a class="button primary" href="${order}/pay">`);
    expect(page.text).toContain('Cancel the order');
    expect(page.text).toContain('Look again');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self';");

    const led = await alice.get(`${order}/pay`);
    expect(led.status).toBe(303);
    expect(led.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/c\/pay\/cs_test_/u);
    expect((await alice.get(`${order}/pay`)).location).toBe(led.location);
    await cancel(order);
  });

  it('is nobody else’s to pay, though they may see it', async () => {
    const order = await placed();
    const before = pages.books().pages;
    for (const who of ['priya', 'bob', 'morgan']) {
      const other = await site.signIn(who);
      expect((await other.get(`${order}/pay`)).status).toBe(404);
      expect((await other.get(`${order}/paid`)).status).toBe(404);
      expect((await other.get(order)).text).not.toContain('/pay"');
    }
    expect((await site.visit().get(`${order}/pay`)).location).toMatch(/^\/sign-in/u);
    expect(pages.books().pages).toBe(before);
    expect((await (await site.signIn('bob')).get('/orders/to-do')).text).toContain('No order waits for you');
    expect((await alice.get('/orders')).text).toContain('not paid yet');
    await cancel(order);
  });

  it('stands as soon as its buyer comes back from having paid', async () => {
    const order = await placed();
    await alice.get(`${order}/pay`);

    expect(await alice.get(`${order}/paid`)).toMatchObject({ status: 303, location: order });
    expect((await alice.get(order)).text).toContain('Look again');
    pages.press('pay');
    await alice.get(`${order}/paid`);

    const { text } = await alice.get(order);
    expect(text).toContain('You ordered Mug');
    expect(text).toMatch(/Card.*\$5\.00/su);
    expect(text).not.toContain('Look again');
    expect((await alice.get(`${order}/pay`)).location).toBe(`${order}/paid`);
    await cancel(order);
    expect((await alice.get(order)).text).toContain('and you have $25.00 back');
    expect(pages.books()).toMatchObject({ held: 0, taken: 0, payable: 0 });
  });

  it('is cancelled with what was set aside back, and cannot be paid any more', async () => {
    const order = await placed();
    await alice.get(`${order}/pay`);
    await cancel(order);

    const { text } = await alice.get(order);
    expect(text).toContain('is cancelled, and you have $20.00 back');
    expect(text).not.toContain('by card');
    expect((await alice.get(`${order}/pay`)).location).toBe(`${order}/paid`);
    expect(pages.books()).toMatchObject({ payable: 0 });
  });

  it('says so when the time to pay is over, and then that it was not paid', async () => {
    const order = await placed();
    await alice.get(`${order}/pay`);
    site.core.clock.advance(61 * MINUTE_MS);
    alice = await site.signIn('alice');

    const over = await alice.get(order);
    expect(over.text).toContain('The time to pay is over');
    expect(over.text).not.toContain(`href="${order}/pay"`);
    await alice.get(`${order}/paid`);

    const { text } = await alice.get(order);
    expect(text).toContain('It was not paid in time');
    expect(text).toContain('you have $20.00 back');
  });

  it('says so when the payment page cannot be had just now', async () => {
    const order = await placed();
    pages.server.fail('cut-before');

    const refused = await alice.get(`${order}/pay`);

    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Try again in a minute');
    expect(refused.text).toContain('href="#pay"');
    site.core.clock.advance(3_000);
    expect((await alice.get(`${order}/pay`)).status).toBe(303);
    await cancel(order);
  });
});
