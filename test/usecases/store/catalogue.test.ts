import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvText } from '#src/domain/kit/csv-text.ts';
import { must } from '#src/domain/kit/must.ts';
import { catalogueRows } from '#src/domain/store/catalogue-file.ts';
import { findOffer } from '#src/usecases/store/find-offer.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { codesOf, csvOf, ownGoods, stockCodes } from '#test/helpers/stock.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const core = makeCore(database.db);
const { app } = core;
let company: Awaited<ReturnType<typeof makeCompanyWithApprovers>>;
let priya: Awaited<ReturnType<typeof company.person>>;
beforeAll(async () => {
  company = await makeCompanyWithApprovers(core);
  priya = await company.person('priya');
});

async function importLines(lines: readonly string[]) {
  const imported = await app.store.importCatalogue({ actor: priya, bytes: csvOf(lines) });
  if (!imported.ok) throw new Error(imported.refusal.kind);
  return imported.value;
}

async function catalogue() {
  return app.queries.store.listCatalogue(priya);
}

describe('the catalogue', () => {
  it('is kept by HR and admins alone, and every change is on record with before and after', async () => {
    for (const who of ['alice', 'morgan', 'ada', 'finn']) {
      const actor = await company.person(who);
      const refused = { ok: false, refusal: { kind: 'catalogue-not-allowed' } };
      expect(await app.store.addItem({ actor, fields: ownGoods({ fulfillerId: priya.id }) })).toMatchObject(
        refused,
      );
      expect(await app.store.changeItem({ actor, itemId: core.newId(), fields: {} })).toMatchObject(refused);
      expect(await app.store.retireItem({ actor, itemId: core.newId(), isRetired: true })).toMatchObject(
        refused,
      );
      expect(await app.store.importCatalogue({ actor, bytes: csvOf(['name']) })).toMatchObject(refused);
      expect(await app.store.addPicture({ actor, bytes: csvOf(['x']) })).toMatchObject(refused);
    }
    const added = await app.store.addItem({
      actor: priya,
      fields: ownGoods({ name: 'Recorded', fulfillerId: priya.id }),
    });
    const itemId = must(added.ok ? added.value.id : undefined, 'item');
    await app.store.changeItem({ actor: priya, itemId, fields: { prices: { USD: 2_000n } } });
    await app.store.changeItem({ actor: priya, itemId, fields: { prices: { USD: 2_000n } } });

    const rows = await core.db
      .selectFrom('activity')
      .select(['actor_id', 'detail'])
      .where('kind', '=', 'catalogue.set')
      .orderBy('number')
      .execute();
    expect(rows).toMatchObject([
      { actor_id: priya.id, detail: { before: null, after: { name: 'Recorded', prices: { USD: '1500' } } } },
      {
        actor_id: priya.id,
        detail: { before: { prices: { USD: '1500' } }, after: { prices: { USD: '2000' } } },
      },
    ]);
  });

  it.each<[string, Parameters<typeof ownGoods>[0], string, string]>([
    ['no name', { name: '' }, 'name', 'missing'],
    ['no price', { prices: {} }, 'prices', 'missing'],
    ['a price of nothing', { prices: { USD: 0n } }, 'prices', 'zero'],
    ['nobody who does it', { fulfillerId: null }, 'fulfillerId', 'missing'],
    ['no codes', { kind: 'codes' }, 'productId', 'missing'],
    ['no provider', { kind: 'gift-card' }, 'provider', 'missing'],
    ['a picture that is not there', { picture: 'a'.repeat(64) }, 'picture', 'unknown'],
    [
      'a department that is not there',
      { departments: ['00000000-0000-7000-8000-000000000001'] },
      'departments',
      'unknown',
    ],
  ])('refuses %s', async (_, some, field, why) => {
    const fields = ownGoods({ name: 'Refused', fulfillerId: priya.id, ...some });
    const added = await app.store.addItem({ actor: priya, fields });

    expect(added).toEqual({ ok: false, refusal: { kind: 'bad-item', field, why } });
  });

  it('has one item of a name, and forgets what its kind does not have', async () => {
    const fields = ownGoods({ name: 'Once', fulfillerId: priya.id });
    const first = await app.store.addItem({ actor: priya, fields });
    expect(
      await app.store.addItem({ actor: priya, fields: { ...fields, name: ' ONCE'.trim() } }),
    ).toMatchObject({ ok: false, refusal: { kind: 'item-exists' } });
    await app.store.retireItem({ actor: priya, itemId: first.ok ? first.value.id : '', isRetired: true });
    const again = await app.store.addItem({
      actor: priya,
      fields: { ...fields, kind: 'day-off', inStock: 4, needsAddress: true },
    });

    expect(again).toMatchObject({ ok: true, value: { inStock: null, needsAddress: false } });
    const back = await app.store.retireItem({
      actor: priya,
      itemId: first.ok ? first.value.id : '',
      isRetired: false,
    });
    expect(back).toMatchObject({ ok: false, refusal: { kind: 'item-exists' } });
  });
});

describe('a catalogue as a file', () => {
  it('comes in as people write it, and its own export changes nothing', async () => {
    await stockCodes(core, priya, codesOf(2, 'FILE'), { product: 'Kino', value: '25' });
    const imported = await importLines([
      'Art;Name;Beschreibung;Preis;Bestand;Limit;Lieferung;Zuständig;Produkt;Wert;Anbieter;SKU;Ab;Bis;Abteilungen;Regionen',
      'own;Tasse;=HYPERLINK("x");15,00 | 14,50 EUR;10;2;address;priya@example.com;;;;;;;Engineering;de',
      'codes;Kino 25;;25,00;;;;;Kino;25,00;;;;;;',
      'gift card;Buch;;;;;;;;;tremendous;OKMHM2X2OHYV;5,00;100,00;;',
      'day off;Freier Tag;;200,00;;;;priya@example.com;;;;;;;;',
    ]);

    expect(imported.problems).toEqual([]);
    expect(imported.items.map(({ what }) => what)).toEqual(['added', 'added', 'added', 'added']);
    const items = await catalogue();
    expect(items.find(({ name }) => name === 'Tasse')).toMatchObject({
      prices: { USD: 1_500n, EUR: 1_450n },
      inStock: 10,
      limitPerPerson: 2,
      needsAddress: true,
      regions: ['DE'],
      departmentNames: ['Engineering'],
    });
    expect(items.find(({ name }) => name === 'Buch')?.provider).toEqual({
      name: 'tremendous',
      product: 'OKMHM2X2OHYV',
      minMinor: 500n,
      maxMinor: 10_000n,
      currency: 'USD',
    });

    const again = await app.store.importCatalogue({
      actor: priya,
      bytes: Buffer.from(csvText(catalogueRows(items))),
    });
    const same = items.map(() => 'same');
    expect(again.ok && again.value.problems).toEqual([]);
    expect(again.ok && again.value.items.map(({ what }) => what)).toEqual(same);
  });

  it('changes what it has columns for, and nothing else', async () => {
    await importLines(['kind,name,price,stock,fulfiller', 'own,Partial,10,5,priya@example.com']);
    const changed = await importLines(['name,price', 'partial,12']);

    expect(changed.items).toMatchObject([
      { what: 'changed', after: { name: 'partial', prices: { USD: 1_200n }, inStock: 5 } },
    ]);
  });

  it('is refused as a whole, with each line', async () => {
    const before = await catalogue();
    const refused = await importLines([
      'id,kind,name,price,stock,fulfiller,departments,roles,delivery,status',
      ',own,Good,10,,priya@example.com,,,,',
      ',own,No price,,,priya@example.com,,,,',
      ',own,Bad,ten,many,nobody@example.com,Nowhere,boss,pigeon,gone',
      ',boat,Kind,10,,,,,,',
      '00000000-0000-7000-8000-000000000001,own,Ghost,10,,priya@example.com,,,,',
      ',own,good,10,,priya@example.com,,,,',
    ]);

    expect(refused.problems.map(({ line, column, why }) => `${line} ${column} ${why}`)).toEqual([
      '3 price missing',
      '4 price not-an-amount',
      '4 stock not-a-number',
      '4 delivery unknown',
      '4 fulfiller unknown',
      '4 departments unknown',
      '4 roles unknown',
      '4 status unknown',
      '5 kind unknown',
      '6 id unknown',
      '7 name repeated',
    ]);
    expect((await catalogue()).length).toBe(before.length);
  });

  it('can be tried first', async () => {
    const bytes = csvOf(['kind,name,price,fulfiller', 'own,Tried,10,priya@example.com']);
    const planned = await app.store.planCatalogue({ actor: priya, bytes });

    expect(planned).toMatchObject({ ok: true, value: { items: [{ what: 'added', name: 'Tried' }] } });
    expect((await catalogue()).some(({ name }) => name === 'Tried')).toBe(false);
  });
});

describe('an offer', () => {
  async function offered(some: Parameters<typeof ownGoods>[0], who = 'alice') {
    const fields = ownGoods({ name: `Offer ${core.newId()}`, fulfillerId: priya.id, ...some });
    const added = await app.store.addItem({ actor: priya, fields });
    const itemId = must(added.ok ? added.value.id : undefined, 'item');
    const person = await company.person(who);
    const now = core.clock.now();
    const found = await findOffer(core.db, { person, itemId, now });
    return found.ok ? found.value : undefined;
  }

  it('is made to whom it is for', async () => {
    const engineering = await company.department('Engineering');
    expect(await offered({ departments: [engineering.id] })).toBeDefined();
    expect(await offered({ departments: [engineering.id] }, 'priya')).toBeUndefined();
    expect(await offered({ roles: ['manager'] })).toBeUndefined();
    expect(await offered({ roles: ['manager'] }, 'morgan')).toBeDefined();
    expect(await offered({ regions: ['XX'] })).toBeUndefined();
    expect(await offered({ prices: { JPY: 500n } })).toBeUndefined();
    expect(await offered({ inStock: 0 })).toMatchObject({ isSoldOut: true, left: 0 });
  });

  it('says what its reader has and lacks, and nothing to who may not see it', async () => {
    const { gifts } = await company.give('morgan', 'bob', '20');
    await company.redeem('bob', await company.codeOf(gifts[0]?.giftId ?? '', 'bob'));

    expect(await offered({ prices: { USD: 1_500n, EUR: 1_400n } }, 'bob')).toMatchObject({
      costs: [{ currency: 'USD', haveMinor: 2_000n, lackMinor: 0n }],
    });
    expect(await offered({ prices: { USD: 2_500n } }, 'bob')).toMatchObject({ costs: [{ lackMinor: 500n }] });
    const [alice, bob] = [await company.person('alice'), await company.person('bob')];
    expect(await app.queries.store.offersFor(alice, { personId: bob.id })).toBeUndefined();
  });
});
