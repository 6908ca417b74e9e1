import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { codesOf, csvOf, ownGoods, pngOf, stockCodes } from '#test/helpers/stock.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { openSite, PUBLIC_URL, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let priya: Awaited<ReturnType<Site['person']>>;
let hr: Visitor;
beforeAll(async () => {
  site = await openSite(database.db);
  priya = await site.person('priya');
  const phone = await enrol(site.core, priya);
  hr = await site.signIn('priya');
  await hr.post('/second-factor/code', { code: phone.shows() });
});

/** Sends a form with files, from our own page. */
async function send(visitor: Visitor, path: string, fields: Record<string, string | Blob>) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') body.append(name, value);
    else body.append(name, value, 'a file');
  }
  return visitor.send(path, { method: 'POST', body, headers: { origin: PUBLIC_URL } });
}

async function itemNamed(name: string) {
  const items = await site.core.app.queries.store.listCatalogue(priya);
  return items.find((item) => item.name === name);
}

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([new Uint8Array(bytes)]);
}

describe('the catalogue', () => {
  it('is filled by a form that shows before and after first', async () => {
    const fields = {
      kind: 'own',
      name: 'Hoodie',
      description: 'Warm',
      'price-USD': '30',
      fulfillerId: priya.id,
      inStock: '5',
      file: blobOf(pngOf(8, 6)),
    };

    const shown = await send(hr, '/catalogue/new', fields);
    expect(shown).toMatchObject({ status: 200 });
    expect(shown.text).toContain('$30.00');
    expect(await itemNamed('Hoodie')).toBeUndefined();
    const [, picture = ''] = /name="picture" value="([\da-f]{64})"/u.exec(shown.text) ?? [];
    const { file: _, ...typed } = fields;
    const saved = await send(hr, '/catalogue/new', { ...typed, picture, step: 'save' });

    expect(saved).toMatchObject({ status: 303, location: '/catalogue?said=added' });
    expect(await itemNamed('Hoodie')).toMatchObject({ prices: { USD: 3_000n }, inStock: 5, picture });
    const alice = await site.signIn('alice');
    const seen = await alice.get(`/store/pictures/${picture}`);
    expect(seen.status).toBe(200);
    expect(seen.headers.get('content-type')).toBe('image/png');
    expect(seen.headers.get('cache-control')).toContain('immutable');
    expect(seen.headers.get('x-content-type-options')).toBe('nosniff');
    expect(seen.headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
    ['a cut PNG', '\u0089PNG\r\n'],
  ])('takes no %s for a picture', async (_, text) => {
    const fields = { kind: 'own', name: 'Bad', 'price-USD': '3', fulfillerId: priya.id };
    const refused = await send(hr, '/catalogue/new', {
      ...fields,
      file: new Blob([text], { type: 'image/png' }),
    });

    expect(refused.status).toBe(400);
    expect(refused.text).toContain('no picture that the store takes');
  });

  it('keeps what was typed beside what is wrong', async () => {
    const refused = await send(hr, '/catalogue/new', {
      kind: 'own',
      name: 'Odd <b>one</b>',
      'price-USD': '1.2.3',
    });

    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Odd &lt;b&gt;one&lt;/b&gt;');
    expect(refused.text).toContain('href="#prices"');
    expect(refused.text).toContain('href="#fulfillerId"');
  });

  it('loses no change that somebody else made meanwhile', async () => {
    const added = await site.core.app.store.addItem({
      actor: priya,
      fields: ownGoods({ name: 'Cap', fulfillerId: priya.id }),
    });
    const id = added.ok ? added.value.id : '';
    const fields = {
      kind: 'own',
      version: '1',
      name: 'Cap',
      'price-USD': '9',
      fulfillerId: priya.id,
      step: 'save',
    };
    await site.core.app.store.changeItem({ actor: priya, itemId: id, fields: { inStock: 3 } });

    const late = await send(hr, `/catalogue/${id}`, fields);

    expect(late.status).toBe(400);
    expect(late.text).toContain('Somebody changed Cap in the meantime');
    expect(await itemNamed('Cap')).toMatchObject({ inStock: 3, prices: { USD: 1_500n } });
  });

  it('is changed by whoever keeps it while others order, and no order is lost', async () => {
    const { core, company } = site;
    const added = await core.app.store.addItem({
      actor: priya,
      fields: ownGoods({ name: 'Flask', fulfillerId: priya.id, inStock: 5 }),
    });
    const itemId = added.ok ? added.value.id : '';
    const page = await hr.get(`/catalogue/${itemId}`);
    const [, seenStock = ''] = /name="seenStock" value="(\d*)"/u.exec(page.text) ?? [];
    const [, version = ''] = /name="version" value="(\d*)"/u.exec(page.text) ?? [];
    const fields = {
      kind: 'own',
      version,
      seenStock,
      inStock: '5',
      name: 'Flask',
      'price-USD': '15',
      fulfillerId: priya.id,
      description: 'Keeps warm',
    };
    await company.setBudget('Engineering', 100_000_000n);
    const { gifts } = await company.give('morgan', 'mallory', '60');
    await company.redeem('mallory', await company.codeOf(gifts[0]?.giftId ?? '', 'mallory'));
    async function order(): Promise<void> {
      const buyer = await site.person('mallory');
      const asked = { buyer, itemId, requestId: core.newId(), amountMinor: 1_500n, currency: 'USD' };
      expect(await core.app.store.order(asked)).toMatchObject({ ok: true });
    }
    await order();

    const shown = await send(hr, `/catalogue/${itemId}`, fields);
    expect(shown.text).toContain('Keeps warm');
    expect(shown.text).not.toContain('data-label="Before">4');
    expect([...shown.text.matchAll(/data-label="Before"/gu)]).toHaveLength(1);
    await order();
    const saved = await send(hr, `/catalogue/${itemId}`, { ...fields, step: 'save' });

    expect(saved).toMatchObject({ status: 303, location: '/catalogue?said=changed' });
    expect(await itemNamed('Flask')).toMatchObject({ inStock: 3, description: 'Keeps warm' });
    const more = { ...fields, version: '2', seenStock: '3', inStock: '10', step: 'save' };
    await order();
    await send(hr, `/catalogue/${itemId}`, more);
    expect(await itemNamed('Flask')).toMatchObject({ inStock: 9 });
    const fewer = { ...fields, version: '3', seenStock: '12', inStock: '1', step: 'save' };
    const late = await send(hr, `/catalogue/${itemId}`, fewer);
    expect(late.text).toContain('Somebody changed Flask in the meantime');
    expect(await itemNamed('Flask')).toMatchObject({ inStock: 9 });
  });

  it('takes an item out of the store, and offers it again', async () => {
    const added = await site.core.app.store.addItem({
      actor: priya,
      fields: ownGoods({ name: 'Pen', fulfillerId: priya.id }),
    });
    const id = added.ok ? added.value.id : '';
    const alice = await site.signIn('alice');

    await hr.post(`/catalogue/${id}/retire`, { to: 'retired' });
    expect((await alice.get(`/store/${id}`)).status).toBe(404);
    await hr.post(`/catalogue/${id}/retire`, { to: 'offered' });
    expect((await alice.get(`/store/${id}`)).status).toBe(200);
  });
});

describe('an empty store', () => {
  it('tells whoever may fill it how, and the others who does', async () => {
    const other = await openSite(database.db);
    async function seenBy(who: string): Promise<string> {
      return (await (await other.signIn(who)).get('/store')).text;
    }

    expect(await seenBy('priya')).toContain('href="/catalogue/new"');
    expect(await seenBy('alice')).toContain('HR fills it');
    expect(await seenBy('alice')).not.toContain('href="/catalogue/new"');
  });
});

describe('the store', () => {
  it('offers what is for the reader, and says what they lack', async () => {
    const { company, core } = site;
    const engineering = await company.department('Engineering');
    const people = await company.department('People');
    const fields = { fulfillerId: priya.id };
    await core.app.store.addItem({
      actor: priya,
      fields: ownGoods({ ...fields, name: 'For Engineering', departments: [engineering.id] }),
    });
    const other = await core.app.store.addItem({
      actor: priya,
      fields: ownGoods({ ...fields, name: 'For People', departments: [people.id] }),
    });
    await core.app.store.addItem({
      actor: priya,
      fields: ownGoods({ ...fields, name: 'For managers', roles: ['manager'] }),
    });
    const { gifts } = await company.give('morgan', 'alice', '10');
    await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    const alice = await site.signIn('alice');

    const page = await alice.get('/store');

    expect(page.text).toContain('You have $10.00');
    expect(page.text).toContain('For Engineering');
    expect(page.text).toContain('you need $5.00 more');
    expect(page.text).not.toContain('For People');
    expect(page.text).not.toContain('For managers');
    expect((await alice.get(`/store/${other.ok ? other.value.id : ''}`)).status).toBe(404);
    expect((await alice.get('/store/nothing')).status).toBe(404);
    expect((await alice.get(`/store/pictures/${'a'.repeat(64)}`)).status).toBe(404);
  });

  it('says when codes are sold out', async () => {
    const { productId, batchId } = await stockCodes(site.core, priya, codesOf(1, 'SOLD'), {
      product: 'Sold out',
    });
    const fields = ownGoods({ kind: 'codes', name: 'Cinema', productId, fulfillerId: null });
    const added = await site.core.app.store.addItem({ actor: priya, fields });
    const alice = await site.signIn('alice');
    const path = `/store/${added.ok ? added.value.id : ''}`;
    expect((await alice.get(path)).text).toContain('one left');

    await site.core.app.reward.recallBatch({ actor: priya, batchId, reason: 'bad' });

    expect((await alice.get(path)).text).toContain('sold out');
  });

  it('escapes hostile names, and finds by words', async () => {
    const name = '<script>alert(1)</script>';
    await site.core.app.store.addItem({ actor: priya, fields: ownGoods({ name, fulfillerId: priya.id }) });
    const alice = await site.signIn('alice');

    const found = await alice.get('/store?search=alert&kind=own');
    const nothing = await alice.get('/store?search=zzz&kind=bogus');

    expect(found.text).toContain('&lt;script&gt;');
    expect(found.text).not.toContain('<script>alert');
    expect(found.text).toContain('1 of');
    expect(nothing.text).toContain('0 of');
  });
});

describe('codes in stock', () => {
  it('come in by a form, and nothing of a bad file is shown', async () => {
    const lines = ['code,value', 'PAGE-SECRET-1,25', 'PAGE-SECRET-1,25', '1.2E+15,25'];
    const bad = await send(hr, '/stock/upload', { product: 'Page', file: blobOf(csvOf(lines)) });

    expect(bad.status).toBe(400);
    expect(bad.text).toContain('Line 3, code: line 2 has the same code');
    expect(bad.text).toContain('Line 4, code: a spreadsheet has rounded it');
    expect(bad.text).not.toMatch(/PAGE-SECRET|1\.2E/u);

    const looked = await send(hr, '/stock/upload', {
      product: 'Page',
      only: 'look',
      file: blobOf(csvOf(lines.slice(0, 2))),
    });
    expect(looked.text).toContain('One code is fine. It is not in stock yet.');
    const stored = await send(hr, '/stock/upload', {
      product: 'Page',
      file: blobOf(csvOf(lines.slice(0, 2))),
    });
    expect(stored).toMatchObject({ status: 303, location: '/stock?said=uploaded' });
    const page = await hr.get('/stock?said=uploaded');
    expect(page.text).toContain('Page');
    expect(page.text).not.toContain('SECRET');
  });

  it('want a file', async () => {
    expect((await send(hr, '/stock/upload', { product: 'None' })).text).toContain('Choose a file.');
    expect((await send(hr, '/stock/upload', { file: new Blob([new Uint8Array(10_100_000)]) })).status).toBe(
      413,
    );
  });

  it('are recalled with a reason', async () => {
    const { batchId } = await stockCodes(site.core, priya, codesOf(2, 'PAGEBAD'), { product: 'Page bad' });

    const none = await hr.post(`/stock/${batchId}/recall`, { reason: ' ' });
    const done = await hr.post(`/stock/${batchId}/recall`, { reason: 'sold twice' });

    expect(none.status).toBe(400);
    expect(done).toMatchObject({ status: 303, location: `/stock/${batchId}` });
    expect((await hr.get(`/stock/${batchId}`)).text).toContain('sold twice');
    expect((await hr.get('/stock/nothing')).status).toBe(404);
  });

  it('tell below another number', async () => {
    const { productId } = await stockCodes(site.core, priya, codesOf(1, 'PAGELOW'), { product: 'Page low' });

    await hr.post(`/stock/products/${productId}`, { lowAt: '7' });
    await hr.post(`/stock/products/${productId}`, { lowAt: 'seven' });

    const stock = await site.core.app.queries.reward.listStock(priya);
    expect(stock.find((one) => one.productId === productId)?.lowAt).toBe(7);
  });
});

describe('a file of items', () => {
  const lines = ['kind,name,price,stock,fulfiller', 'own,Scarf,12.00,4,priya@example.com'];

  /** What the form of a preview sends. */
  function hiddenIn(page: string): Record<string, string> {
    const [, text = ''] = /name="text" value="([^"]*)"/u.exec(page) ?? [];
    const [, plan = ''] = /name="plan" value="([^"]*)"/u.exec(page) ?? [];
    return { text, plan };
  }

  it('is shown before it is brought in, and then changes what it names', async () => {
    const shown = await send(hr, '/catalogue/import', { file: blobOf(csvOf(lines)) });
    expect(shown).toMatchObject({ status: 200 });
    expect(shown.text).toContain('The file brings one new item');
    expect(await itemNamed('Scarf')).toBeUndefined();
    const done = await send(hr, '/catalogue/import/confirm', hiddenIn(shown.text));
    expect(done).toMatchObject({ status: 303, location: '/catalogue?said=imported' });
    expect(await itemNamed('Scarf')).toMatchObject({ prices: { USD: 1_200n }, inStock: 4 });

    const again = await send(hr, '/catalogue/import', {
      file: blobOf(csvOf(['name,price', 'Scarf,14.00', 'Cap,15.00'])),
    });

    expect(again.text).toContain('$12.00 → $14.00');
    expect((await send(hr, '/catalogue/import/confirm', hiddenIn(again.text))).status).toBe(303);
    expect(await itemNamed('Scarf')).toMatchObject({ prices: { USD: 1_400n }, inStock: 4 });
  });

  it('is not brought in while a cell of it is wrong, and every one is named', async () => {
    const bad = csvOf([
      ...lines,
      'own,Socks,twelve,,',
      'tent,Tent,5,,',
      'own,<b>Hat</b>,5,x,nobody@example.com',
    ]);
    const shown = await send(hr, '/catalogue/import', { file: blobOf(bad) });

    expect(shown.status).toBe(400);
    for (const wrong of ['Line 3, price', 'Line 4, kind', 'Line 5, stock', 'Line 5, fulfiller'])
      expect(shown.text).toContain(wrong);
    expect(await itemNamed('Socks')).toBeUndefined();
    const past = { text: Buffer.from(bad).toString('base64'), plan: 'added 0' };
    expect((await send(hr, '/catalogue/import/confirm', past)).status).toBe(400);
    expect(await itemNamed('Socks')).toBeUndefined();
  });

  it('is shown again when the catalogue is another one by then', async () => {
    const file = blobOf(csvOf(['kind,name,price,fulfiller', 'own,Umbrella,20.00,priya@example.com']));
    const shown = await send(hr, '/catalogue/import', { file });
    const fields = ownGoods({ name: 'Umbrella', fulfillerId: priya.id });
    await site.core.app.store.addItem({ actor: priya, fields });

    const late = await send(hr, '/catalogue/import/confirm', hiddenIn(shown.text));

    expect(late.status).toBe(409);
    expect(late.text).toContain('Somebody changed the catalogue in the meantime');
    expect(await itemNamed('Umbrella')).toMatchObject({ prices: { USD: 1_500n } });
    expect((await send(hr, '/catalogue/import/confirm', hiddenIn(late.text))).status).toBe(303);
    expect(await itemNamed('Umbrella')).toMatchObject({ prices: { USD: 2_000n } });
  });

  it('is refused when it is none, or too large', async () => {
    const none = await send(hr, '/catalogue/import', { file: new Blob([]) });
    const large = await send(hr, '/catalogue/import', { file: new Blob(['x'.repeat(1_000_001)]) });

    expect([none.status, large.status]).toEqual([400, 400]);
    expect(large.text).toContain('more than 1 MB');
  });

  it('comes back as it was written', async () => {
    const file = await hr.get('/catalogue/catalogue.csv');
    expect(file.headers.get('content-disposition')).toContain('largesse-catalogue.csv');

    const shown = await send(hr, '/catalogue/import', { file: new Blob([file.text]) });

    expect(shown.text).toContain('Nothing is different');
  });
});
