import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { ownGoods, stockCodes } from '#test/helpers/stock.ts';
import { openSite, PUBLIC_URL, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Every field that a form of ours has. A page is sent those of the others too: it must not care. */
const FIELDS = fieldNames();

/** What stands in for what a page acts on; each of them is there. */
const FILLINGS: Record<string, () => Promise<string>> = {
  giftId: async () => (await site.company.give('morgan', 'zoe', '1')).gifts[0]?.giftId ?? '',
  personId: async () => (await site.person('alice')).id,
  id: async () => webhookId,
  itemId: async () => itemId,
  orderId: async () => (await placeOrder()).id,
  departmentId: async () => (await site.company.department('Design')).id,
  approvalId: async () => site.core.newId(),
  currency: async () => 'USD',
  productId: async () => stocked.productId,
  batchId: async () => stocked.batchId,
  planId: async () => planId,
  number: async () => '1',
  token: async () => 'C'.repeat(43),
};

const LONG = 'x'.repeat(9_000);

/** Odd forms, by what is odd: each fills the fields of a form with one kind of thing. */
const ODD: Record<string, (form: FormData, field: string) => void> = {
  'nothing at all': () => undefined,
  'an empty text': (form, field) => form.append(field, ''),
  'a text that is too long': (form, field) => form.append(field, field === 'kind' ? 'own' : LONG),
  'a file where a text goes': (form, field) => form.append(field, new Blob(['a file']), 'a.txt'),
  'a text where a file goes': (form, field) => form.append(field, 'a text'),
  'every field twice'(form, field) {
    form.append(field, 'one');
    form.append(field, 'two');
  },
  'a text and a file of one name'(form, field) {
    form.append(field, 'one');
    form.append(field, new Blob(['a file']), 'a.txt');
  },
  'what no database keeps': (form, field) => form.append(field, 'a\0b\uD800'),
  'a number that is too large': (form, field) => form.append(field, '9'.repeat(30)),
  'an empty file': (form, field) => form.append(field, new Blob([]), ''),
};

let site: Site;
let zoe: Visitor;
let itemId: string;
let planId: string;
let webhookId: string;
let erasedId: string;
let stocked: Awaited<ReturnType<typeof stockCodes>>;
beforeAll(async () => {
  site = await openSite(database.db);
  erasedId = (await site.person('bob')).id;
  const { core } = site;
  const admin = await site.person('zoe');
  const phone = await enrol(core, admin);
  zoe = await site.signIn('zoe');
  await zoe.post('/second-factor/code', { code: phone.shows() });
  stocked = await stockCodes(core, admin, ['ODDFORM-0001', 'ODDFORM-0002']);
  const item = await core.app.store.addItem({ actor: admin, fields: ownGoods({ fulfillerId: admin.id }) });
  itemId = item.ok ? item.value.id : '';
  const url = 'https://hooks.example.com/largesse';
  const hook = await core.app.webhook.create({ actor: admin, url, types: ['gift.issued'] });
  webhookId = hook.ok ? hook.value.id : '';
  await site.company.setBudget('Engineering', 100_000_000n);
  const { id: organizationId } = site.company.organization;
  const scope = { organizationId, departmentId: null, currency: 'USD' };
  planId = site.core.newId();
  const from = new Date(site.core.clock.now().getTime() + 30 * DAY_MS);
  await site.core.app.budget.setRules({ id: planId, scope, rules: { undoMinutes: 4 }, from, actorId: null });
});

async function placeOrder() {
  const { company, core } = site;
  const { gifts } = await company.give('morgan', 'zoe', '15');
  await company.redeem('zoe', await company.codeOf(gifts[0]?.giftId ?? '', 'zoe'));
  const price = { amountMinor: 1_500n, currency: 'USD' };
  const buyer = await site.person('zoe');
  const ordered = await core.app.store.order({ buyer, itemId, requestId: core.newId(), ...price });
  if (!ordered.ok) throw new Error(ordered.refusal.kind);
  return ordered.value;
}

function fieldNames(): string[] {
  const folder = new URL('../../../src/web/pages/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );
  const found = files.flatMap((file) => [
    ...readFileSync(new URL(file, folder), 'utf8').matchAll(/\bname="([\w-]+)"/gu),
  ]);
  return [...new Set([...found.map(([, name = '']) => name), 'price-USD', 'step'])];
}

/** Every route that takes a form, but those that end the visit. */
function formRoutes(): string[] {
  const paths = site.web.routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
  const ends = ['/sign-out', '/devices/end-all', '/second-factor/remove'];
  return [...new Set(paths)].filter((path) => !path.startsWith('/v1') && !ends.includes(path));
}

async function pathOf(route: string): Promise<string> {
  // Its button has no fields: whoever it is about is gone after the first form.
  let path = route.endsWith('/erase') ? route.replace(':personId', erasedId) : route;
  for (const [name, fill] of Object.entries(FILLINGS)) {
    if (path.split('/').includes(`:${name}`)) path = path.replace(`:${name}`, await fill());
  }
  return path;
}

function send(path: string, body: BodyInit, type?: string) {
  const headers = { origin: PUBLIC_URL, ...(type && { 'content-type': type }) };
  return zoe.send(path, { method: 'POST', body, headers });
}

function formOf(entries: readonly (readonly [string, string | Blob])[]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, 'a file');
  }
  return form;
}

describe('a form that is not as its page takes it', () => {
  it.each(Object.entries(ODD))('breaks no page: %s', async (_what, fill) => {
    const fared: string[] = [];
    for (const route of formRoutes()) {
      const form = new FormData();
      for (const field of FIELDS) fill(form, field);
      const { status } = await send(await pathOf(route), form);
      if (status >= 500) fared.push(`${route}: ${status}`);
    }

    expect(formRoutes().length).toBeGreaterThan(30);
    expect(fared).toEqual([]);
    expect((await zoe.get('/wallet')).status).toBe(200);
  });

  it('breaks no page when it is no form', async () => {
    const fared: string[] = [];
    for (const route of formRoutes()) {
      const { status } = await send(await pathOf(route), 'no form', 'multipart/form-data; boundary=x');
      if (status >= 500) fared.push(`${route}: ${status}`);
    }

    expect(fared).toEqual([]);
  });

  it('says by field what was wrong, and how to go on', async () => {
    const sent = await send(
      `/catalogue/${itemId}`,
      formOf([
        ['name', new Blob(['a file'])],
        ['description', 'x'.repeat(11_000)],
        ['min', '1'],
        ['min', '2'],
        ['file', 'a text'],
      ]),
    );

    expect(sent.status).toBe(400);
    expect(sent.text).toContain('Go back, correct what is listed here');
    expect(sent.text).toContain('name: Enter text here, not a file.');
    expect(sent.text).toContain('description: This is too long. It has room for 10,000 characters.');
    expect(sent.text).toContain('min: This was sent more than once. Send it once.');
    expect(sent.text).toContain('file: Choose a file here.');
  });

  it('says beside the field what was wrong, where a page shows its form again', async () => {
    const file = new Blob(['code\nX']);
    const upload = await send(
      '/stock/upload',
      formOf([
        ['file', file],
        ['product', 'x'.repeat(201)],
      ]),
    );
    const codes = await send('/redeem', formOf([['codes', 'x'.repeat(2_001)]]));

    expect(upload.status).toBe(400);
    expect(upload.text).toContain('id="product-error"');
    expect(upload.text).toContain('It has room for 200 characters.');
    expect(codes.status).toBe(400);
    expect(codes.text).toContain('It has room for 2,000 characters.');
  });

  it('is read in one way by all pages', () => {
    const folder = new URL('../../../src/web/', import.meta.url);
    const readers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/u.test(name) && !name.startsWith('api/'))
      .filter((name) => readFileSync(new URL(name, folder), 'utf8').includes('.parseBody('));

    expect(readers).toEqual(['frame/read-form.ts']);
  });
});
