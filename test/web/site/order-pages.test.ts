import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { granted } from '#test/helpers/promos.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { codesOf, ownGoods, stockCodes } from '#test/helpers/stock.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let priya: Awaited<ReturnType<Site['person']>>;
let bob: Awaited<ReturnType<Site['person']>>;
beforeAll(async () => {
  site = await openSite(database.db);
  await site.core.app.people.import(site.company.organization, [
    personRow('Finn Adeyemi', 'People', 'finance'),
  ]);
  await site.company.setBudget('Engineering', 100_000_000n);
  priya = await site.person('priya');
  bob = await site.person('bob');
});

/** Gives somebody gift funds of so many dollars. */
async function fund(who: string, amount: string): Promise<void> {
  const { company } = site;
  const { gifts } = await company.give('morgan', who, amount);
  await company.redeem(who, await company.codeOf(gifts[0]?.giftId ?? '', who));
}

/** An item that Bob sees to, with a name of its own. */
async function offer(some: Partial<ItemFields> = {}): Promise<string> {
  const fields = ownGoods({ name: `Mug ${site.core.newId()}`, fulfillerId: bob.id, ...some });
  const added = await site.core.app.store.addItem({ actor: priya, fields });
  if (!added.ok) throw new Error(added.refusal.kind);
  return added.value.id;
}

/** What the form on a page sends. */
function formOn(page: string): Record<string, string> {
  const inputs = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/gu);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

/** Buys an item as its page leads there, and returns where its order is. */
async function buy(visitor: Visitor, itemId: string, more: Record<string, string> = {}): Promise<string> {
  const page = await visitor.get(`/store/${itemId}/buy`);
  const placed = await visitor.post(`/store/${itemId}/buy`, { ...formOn(page.text), ...more });
  expect(placed.status).toBe(303);
  return must(placed.location?.split('?')[0], 'place of the order');
}

describe('buying', () => {
  it('shows what is taken from what, and takes it', async () => {
    await fund('mallory', '25');
    await granted(site.core, site.company, 'mallory', 1_000n);
    const mallory = await site.signIn('mallory');
    const itemId = await offer();

    const item = await mallory.get(`/store/${itemId}`);
    expect(item.text).toContain('You have $35.00, and $20.00 after this.');
    const page = await mallory.get(`/store/${itemId}/buy`);
    for (const shown of ['Promotional credit', '−$10.00', 'Gift funds', '−$5.00', 'Buy for $15.00'])
      expect(page.text).toContain(shown);
    const order = await mallory.get(await buy(mallory, itemId));

    expect(order.text).toContain('You ordered Mug');
    expect(order.text).toMatch(/Promotional credit.*\$10\.00.*Gift funds.*\$5\.00/su);
    expect((await mallory.get('/store')).text).toContain('You have $20.00');
    expect((await mallory.get('/orders')).text).toContain('Mug');
  });

  it('is one order, however often its form is sent', async () => {
    await fund('alice', '40');
    const alice = await site.signIn('alice');
    const itemId = await offer();
    const form = formOn((await alice.get(`/store/${itemId}/buy`)).text);

    const [one, other] = await Promise.all([
      alice.post(`/store/${itemId}/buy`, form),
      alice.post(`/store/${itemId}/buy`, form),
    ]);

    expect([one.status, other.status]).toEqual([303, 303]);
    expect(one.location).toBe(other.location);
    expect((await alice.get('/store')).text).toContain('You have $25.00');
  });

  it('asks again when it costs something else by then', async () => {
    await fund('alice', '40');
    const alice = await site.signIn('alice');
    const itemId = await offer({ name: 'Lamp' });
    const form = formOn((await alice.get(`/store/${itemId}/buy`)).text);
    await site.core.app.store.changeItem({ actor: priya, itemId, fields: { prices: { USD: 1_700n } } });

    const asked = await alice.post(`/store/${itemId}/buy`, form);

    expect(asked.status).toBe(409);
    expect(asked.text).toContain('Buy for $17.00');
    expect(asked.text).toMatch(/\$15\.00.*\$17\.00/su);
    expect((await alice.post(`/store/${itemId}/buy`, formOn(asked.text))).status).toBe(303);
  });

  it('says what is missing, and when nothing is left', async () => {
    const dana = await site.signIn('dana');
    const tooMuch = await dana.get(`/store/${await offer()}/buy`);
    expect(tooMuch.text).toContain('You need $15.00 more');
    expect(tooMuch.text).not.toContain('Buy for $15.00');

    await fund('alice', '40');
    const alice = await site.signIn('alice');
    const itemId = await offer({ inStock: 1 });
    const late = formOn((await alice.get(`/store/${itemId}/buy`)).text);
    await buy(alice, itemId);
    const refused = await alice.post(`/store/${itemId}/buy`, { ...late, requestId: crypto.randomUUID() });

    expect(refused.status).toBe(409);
    expect(refused.text).toContain('is sold out');
    expect(refused.text).not.toContain('Buy for $15.00');
  });

  it('asks where to send it, keeps what was typed, and tells its fulfiller alone', async () => {
    await fund('alice', '40');
    const alice = await site.signIn('alice');
    const itemId = await offer({ needsAddress: true });
    const form = formOn((await alice.get(`/store/${itemId}/buy`)).text);

    const none = await alice.post(`/store/${itemId}/buy`, { ...form, address: '  ' });
    expect(none.status).toBe(409);
    expect(none.text).toContain('href="#address"');
    const long = await alice.post(`/store/${itemId}/buy`, { ...form, address: `Elm ${'x'.repeat(600)}` });
    expect(long.text).toContain('Elm xxx');
    const path = await buy(alice, itemId, { address: '1 Elm Street\r\nSpringfield' });

    async function seenBy(who: string): Promise<string> {
      return (await (await site.signIn(who)).get(path)).text;
    }
    for (const who of ['alice', 'bob', 'priya']) expect(await seenBy(who)).toContain('1 Elm Street');
    for (const who of ['finn', 'mallory']) expect(await seenBy(who)).not.toContain('1 Elm Street');
  });

  it('asks for a second factor where the amount does, and goes on from there', async () => {
    const { core, company } = site;
    await fund('dana', '60');
    const { id: organizationId } = company.organization;
    await core.app.session.setFactorPolicy({
      organizationId,
      changes: { overMinor: { USD: 5_000n } },
      actorId: null,
    });
    try {
      const dana = await site.signIn('dana');
      const phone = await enrol(core, await site.person('dana'));
      const itemId = await offer({ prices: { USD: 5_500n } });
      await dana.post('/second-factor/code', { code: phone.shows() });
      core.clock.advance(20 * 60_000);
      const form = formOn((await dana.get(`/store/${itemId}/buy`)).text);

      const asked = await dana.post(`/store/${itemId}/buy`, form);
      expect(asked.location).toContain('/second-factor/code?back=');
      const passed = await dana.post('/second-factor/code', {
        code: phone.shows(),
        back: decodeURIComponent(asked.location?.split('back=')[1] ?? ''),
      });

      expect(passed.location).toBe(`/store/${itemId}/buy?currency=USD`);
      await buy(dana, itemId);
    } finally {
      await core.app.session.setFactorPolicy({
        organizationId,
        changes: { overMinor: { USD: null } },
        actorId: null,
      });
    }
  });

  it('refuses what is not for the reader, and forms that were made up', async () => {
    await fund('alice', '40');
    const alice = await site.signIn('alice');
    const forManagers = await offer({ roles: ['manager'] });
    const itemId = await offer();
    const form = formOn((await alice.get(`/store/${itemId}/buy`)).text);

    expect((await alice.get(`/store/${forManagers}/buy`)).status).toBe(404);
    expect((await alice.post(`/store/${forManagers}/buy`, form)).status).toBe(404);
    const cheaper = await alice.post(`/store/${itemId}/buy`, { ...form, amount: '0.01' });
    expect(cheaper.status).toBe(409);
    const madeUp = await alice.post(`/store/${itemId}/buy`, { requestId: 'x' });
    expect(madeUp.status).toBe(400);
    expect(madeUp.text).toContain('currency: This is missing.');
    expect((await alice.get('/orders')).text).not.toContain('0.01');
  });
});

describe('an order', () => {
  async function ordered(some: Partial<ItemFields> = {}) {
    await fund('alice', '40');
    const alice = await site.signIn('alice');
    return { alice, path: await buy(alice, await offer(some)) };
  }

  it('is cancelled by its buyer until somebody starts on it', async () => {
    const { alice, path } = await ordered();
    expect((await alice.get(path)).text).toContain('Cancel and get $15.00 back');
    expect((await alice.post(`${path}/cancel`)).location).toBe(`${path}?said=cancelled`);
    expect((await alice.get(path)).text).toContain('you have $15.00 back');

    const started = await ordered();
    await (await site.signIn('bob')).post(`${started.path}/start`);
    const late = await started.alice.post(`${started.path}/cancel`);

    expect(late.status).toBe(409);
    expect(late.text).not.toContain('Cancel and get');
  });

  it('is seen to by its fulfiller, and each step is told', async () => {
    const { alice, path } = await ordered({ name: 'Desk plant' });
    const fulfiller = await site.signIn('bob');
    expect((await fulfiller.get('/orders/to-do')).text).toContain('Desk plant');

    expect((await fulfiller.post(`${path}/start`)).location).toBe(`${path}?said=started`);
    expect((await alice.get(path)).text).toContain('Bob Olsen is seeing to Desk plant');
    const done = await fulfiller.post(`${path}/fulfil`, { note: 'It is <b>at reception</b>' });

    expect(done.location).toBe(`${path}?said=fulfilled`);
    expect((await alice.get(path)).text).toContain('It is &lt;b&gt;at reception&lt;/b&gt;');
    expect((await fulfiller.get('/orders/to-do')).text).not.toContain('Desk plant');
  });

  it('keeps as much as there is room for of what was written, and is done', async () => {
    const { alice, path } = await ordered({ name: 'Poster' });
    const fulfiller = await site.signIn('bob');

    const done = await fulfiller.post(`${path}/fulfil`, { note: `On the wall${'!'.repeat(20_000)}` });

    expect(done.location).toBe(`${path}?said=fulfilled`);
    expect((await alice.get(path)).text).toContain('On the wall!');
  });

  it('is cancelled and refunded by who sees to it, with a reason', async () => {
    const { alice, path } = await ordered();
    const hr = await site.signIn('priya');
    expect((await hr.post(`${path}/cancel`, { reason: ' ' })).status).toBe(409);
    expect((await hr.post(`${path}/cancel`, { reason: 'There are no more' })).status).toBe(303);
    expect((await alice.get(path)).text).toContain('There are no more');

    const second = await ordered();
    await hr.post(`${second.path}/fulfil`);
    const before = (await alice.get('/store')).text;
    expect((await hr.post(`${second.path}/refund`, { reason: 'It broke' })).status).toBe(303);

    const page = (await alice.get(second.path)).text;
    expect(page).toContain('You have $15.00 back');
    expect(page).toContain('Returned');
    expect((await alice.get('/store')).text).not.toBe(before);
  });

  it('shows its code to its buyer alone, by a form that no browser keeps', async () => {
    const code = must(codesOf(1, site.core.newId().slice(-8).toUpperCase())[0], 'code');
    const { productId } = await stockCodes(site.core, priya, [code], { product: code });
    const { alice, path } = await ordered({ name: 'Cinema', kind: 'codes', productId, fulfillerId: null });
    expect((await alice.get(path)).text).not.toContain(code);

    const shown = await alice.post(`${path}/reveal`);

    expect(shown.text).toContain(code);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect((await alice.get(path)).text).toContain('You looked at it once');
    for (const who of ['priya', 'finn', 'bob', 'mallory']) {
      const other = await (await site.signIn(who)).post(`${path}/reveal`);
      expect([who, other.status]).not.toEqual([who, 200]);
      expect(other.text).not.toContain(code);
    }
    expect(JSON.stringify(site.core.log.lines ?? '')).not.toContain(code);
  });

  it('is nothing to whom it is nothing', async () => {
    const { path } = await ordered();
    const mallory = await site.signIn('mallory');

    expect((await mallory.get(path)).status).toBe(404);
    for (const what of ['start', 'fulfil', 'cancel', 'refund', 'reveal'])
      expect((await mallory.post(`${path}/${what}`, { reason: 'mine' })).status).toBe(404);
    expect((await mallory.get('/orders/all')).status).toBe(403);
    expect((await (await site.signIn('priya')).get('/orders/all')).text).toContain('Alice Ito');
  });
});

describe('a long list of orders', () => {
  /** The names in the list, as far as it goes on this page, and the way to the older ones. */
  function readList(page: string): { names: string[]; older: string | undefined } {
    const names = [...page.matchAll(/<a href="\/orders\/[\da-f-]{36}">([^<]+)</gu)];
    const [, older] = /href="([^"]+)">Older orders</u.exec(page) ?? [];
    return { names: names.map(([, name = '']) => name), older };
  }

  it('has pages, the newest first, for its buyer, its fulfiller and its keepers', async () => {
    await fund('mallory', '70');
    const { app, newId } = site.core;
    const fulfiller = await site.person('morgan');
    const itemId = await offer({ name: 'Sticker', prices: { USD: 100n }, fulfillerId: fulfiller.id });
    const buyer = await site.person('mallory');
    const before = readList((await (await site.signIn('mallory')).get('/orders')).text).names.length;
    for (let count = 0; count < 55; count += 1) {
      const asked = { buyer, itemId, requestId: newId(), amountMinor: 100n, currency: 'USD' };
      expect(await app.store.order(asked)).toMatchObject({ ok: true });
    }

    for (const [who, path, own] of [
      ['mallory', '/orders', 55 + before],
      ['morgan', '/orders/to-do', 55],
    ] as const) {
      const visitor = await site.signIn(who);
      const first = readList((await visitor.get(path)).text);
      const second = await visitor.get(first.older ?? 'nowhere');
      expect(first.names).toHaveLength(50);
      expect(readList(second.text).names).toHaveLength(own - 50);
      expect(readList(second.text).older).toBeUndefined();
      expect(second.text).toContain(`href="${path}">Newest orders<`);
    }
    const toDo = await (await site.signIn('morgan')).get('/orders/to-do');
    expect(toDo.text).toContain('(55)');
    const all = readList((await (await site.signIn('priya')).get('/orders/all')).text);
    expect(all.older).toMatch(/^\/orders\/all\?before=/u);
    const old = await (await site.signIn('priya')).get('/orders/all?before=nonsense');
    expect(readList(old.text).names).toHaveLength(50);
  });
});
