import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GIFT_FACTS, GIFT_WITH_CODE_AND_REQUEST } from '#src/db/ledger/record-sql.ts';
import { insertSeal } from '#src/db/ledger/seal.ts';
import { LAST } from '#src/db/ledger/signatures.ts';
import { createKeyRing, type RingKey } from '#src/kit/key-ring.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { enrol, openSession, passAs } from '#test/helpers/second-factor.ts';
import { openStockCode } from '#src/kit/seal-stock-code.ts';
import { stockCodes } from '#test/helpers/stock.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { keyCalled, type ProcessWithKeys, startProcessWithKeys } from '#test/helpers/process-with-keys.ts';

const OLD = keyCalled('old');
const NEW = keyCalled('new');

let database: TestDatabase;
let core: ProcessWithKeys;
let company: Company;

beforeEach(async () => {
  database = await createTestDatabase();
  core = await startProcessWithKeys(database.db, OLD);
  company = await makeCompany(core);
});
afterEach(() => database.drop());

async function giveTo(name: string): Promise<string> {
  const { gifts } = await company.give('morgan', name, '5');
  return gifts[0]?.giftId ?? '';
}

/** What does not hold for who has these keys. */
async function brokenFor(...ring: RingKey[]): Promise<string[]> {
  return listBroken(database.db, createKeyRing(ring));
}

async function alter(statement: string): Promise<void> {
  await pastGuards(database.db, (tx) => sql.raw(statement).execute(tx));
}

async function codeOf(giftId: string) {
  return database.db.selectFrom('code').selectAll().where('gift_id', '=', giftId).executeTakeFirstOrThrow();
}

describe('resealing under another key', () => {
  it('brings codes in stock along: they open, and are noticed when they come again, by the new one alone', async () => {
    const priya = await company.person('priya');
    await stockCodes(core, priya, ['STOCK-0001', 'STOCK-0002']);
    await core.reload(NEW, OLD);
    expect(await core.app.keys.retire({ keyId: 'old' })).toMatchObject({
      kind: 'needed',
      needs: { stock: 2 },
    });

    let resealed = 0;
    const left = await core.app.keys.resealStock((count) => (resealed += count));
    await core.app.keys.resealCodes();
    await core.app.keys.resealFactors();
    await core.app.keys.resealRequests();
    await core.app.ledger.seal();
    await core.app.keys.resealSeals();

    expect([resealed, left]).toEqual([2, []]);
    expect(await core.app.keys.retire({ keyId: 'old' })).toMatchObject({ kind: 'retired' });
    await core.reload(NEW);
    const again = stockCodes(core, priya, ['STOCK-0003', 'stock 0002']);
    await expect(again).rejects.toThrow('known');
    const rows = await database.db.selectFrom('stock_code').select(['id', 'sealed']).orderBy('id').execute();
    expect(rows.map((row) => openStockCode(core.keys, row).reveal().code)).toEqual([
      'STOCK-0001',
      'STOCK-0002',
    ]);
    expect(await brokenFor(NEW)).toEqual([]);
  });

  it('leaves a code in stock that was swapped for another', async () => {
    const priya = await company.person('priya');
    await stockCodes(core, priya, ['STOCK-0001', 'STOCK-0002']);
    await alter(`update stock_code set sealed = (select sealed from stock_code order by id desc limit 1)
      where id = (select id from stock_code order by id limit 1)`);
    await core.reload(NEW, OLD);

    const left = await core.app.keys.resealStock();

    expect(left).toHaveLength(1);
    expect(JSON.stringify(left)).not.toContain('STOCK');
  });

  it('leaves nothing that needs the old one: codes open and are found, and the whole record is proved, by the new one alone', async () => {
    const giftIds = [await giveTo('alice'), await giveTo('bob'), await giveTo('alice')];
    await core.app.ledger.seal();
    const codes = [];
    for (const [index, name] of ['alice', 'bob', 'alice'].entries()) {
      codes.push(await company.codeOf(giftIds[index] ?? '', name));
    }
    await company.redeem('alice', codes[2] ?? '');
    await core.reload(NEW, OLD);

    let resealed = 0;
    const left = await core.app.keys.resealCodes((count) => (resealed += count));
    await core.app.keys.resealSeals();

    expect([resealed, left]).toEqual([2, []]);
    expect(await brokenFor(NEW, OLD)).toEqual([]);
    expect(await brokenFor(NEW)).toEqual([]);
    const alone = await startProcessWithKeys(database.db, NEW, OLD);
    await core.app.keys.retire({ keyId: 'old' });
    await alone.reload(NEW);
    const redeemed = await alone.app.gift.redeemCode({
      person: await company.person('alice'),
      typed: codes[0]?.reveal() ?? '',
    });
    expect(redeemed.ok).toBe(true);
    const claimed = await alone.app.gift.claim({
      person: await company.person('bob'),
      giftId: giftIds[1] ?? '',
    });
    expect(claimed.ok && claimed.value.code.reveal()).toBe(codes[1]?.reveal());
    expect(await brokenFor(NEW)).toEqual([]);
  });

  it('keeps every head that was kept, and records which codes it changed, once each', async () => {
    const giftId = await giveTo('alice');
    await core.app.ledger.seal();
    const before = await database.db.selectFrom('seal').select(['number', 'hash']).execute();
    await core.reload(NEW, OLD);

    for (let time = 0; time < 2; time += 1) {
      await core.app.keys.resealCodes();
      await core.app.keys.resealSeals();
    }

    const seals = await database.db
      .selectFrom('seal')
      .select(['number', 'hash', 'key_id'])
      .orderBy('number')
      .execute();
    expect(seals).toEqual(expect.arrayContaining(before.map((seal) => ({ ...seal, key_id: 'new' }))));
    const told = await database.db
      .selectFrom('activity')
      .select(['gift_id', 'detail'])
      .where('kind', '=', 'code.resealed')
      .execute();
    expect(told).toEqual([{ gift_id: giftId, detail: { keyId: 'new' } }]);
  });

  it('goes through any number of keys, one after the other', async () => {
    const giftId = await giveTo('alice');
    let ring: RingKey[] = [OLD];
    for (const id of ['second', 'third', 'fourth']) {
      ring = [keyCalled(id), ...ring];
      await core.reload(...ring);
      await core.app.keys.resealCodes();
      await core.app.keys.resealSeals();
      expect(await core.app.keys.retire({ keyId: ring[1]?.id ?? '' })).toEqual({ kind: 'retired' });
      ring = ring.slice(0, 1);
      await core.reload(...ring);
      expect(await brokenFor(...ring)).toEqual([]);
    }

    expect((await company.redeem('alice', await company.codeOf(giftId, 'alice'))).ok).toBe(true);
  });

  it('does not wait for somebody who is at a code, and finds it the next time', async () => {
    const [held, free] = [await giveTo('alice'), await giveTo('bob')];
    await core.reload(NEW, OLD);
    await database.db.transaction().execute(async (tx) => {
      await sql`select from code where gift_id = ${held} for update`.execute(tx);
      await core.app.keys.resealCodes();
      expect([(await codeOf(held)).key_id, (await codeOf(free)).key_id]).toEqual(['old', 'new']);
    });

    await core.app.keys.resealCodes();

    expect((await codeOf(held)).key_id).toBe('new');
  });
});

it('takes the codes of an organization from before anything was signed, but none that is unsigned beside signed ones', async () => {
  const before = await giveTo('alice');
  await alter('update change set mac = null; update activity set mac = null, facts = null');
  const signed = await giveTo('alice');
  const later = await giveTo('alice');
  await alter(`update activity set mac = null, facts = null where gift_id = '${later}'`);
  await core.reload(NEW, OLD);

  const left = await core.app.keys.resealCodes();

  expect(left).toEqual([{ giftId: later, reason: 'its gift is not as it was recorded' }]);
  expect([(await codeOf(before)).key_id, (await codeOf(signed)).key_id]).toEqual(['new', 'new']);
});

describe('what is false', () => {
  it('is not made right: a gift that was redirected keeps its code under the old key, and is named', async () => {
    const [redirected, right] = [await giveTo('alice'), await giveTo('alice')];
    const { id: mallory } = await company.person('mallory');
    await alter(`update gift set recipient_id = '${mallory}' where id = '${redirected}';
      update code set bound_to = '${mallory}' where gift_id = '${redirected}'`);
    await core.reload(NEW, OLD);

    const left = await core.app.keys.resealCodes();

    expect(left).toEqual([{ giftId: redirected, reason: 'its gift is not as it was recorded' }]);
    expect((await codeOf(redirected)).key_id).toBe('old');
    expect((await codeOf(right)).key_id).toBe('new');
    expect(await brokenFor(NEW, OLD)).toContainEqual(expect.stringContaining(redirected));
  });

  it('is not made right when the record was altered with it', async () => {
    const giftId = await giveTo('alice');
    const { id: mallory } = await company.person('mallory');
    await alter(`update gift set recipient_id = '${mallory}' where id = '${giftId}';
      update code set bound_to = '${mallory}' where gift_id = '${giftId}';
      update activity a set subject_id = '${mallory}', facts = ${GIFT_FACTS} from ${GIFT_WITH_CODE_AND_REQUEST}
       where a.gift_id = '${giftId}' and a.kind = 'gift.issued' and g.id = a.gift_id`);
    await core.reload(NEW, OLD);

    const left = await core.app.keys.resealCodes();

    expect(left).toEqual([{ giftId, reason: 'its gift is not as it was recorded' }]);
    expect((await codeOf(giftId)).key_id).toBe('old');
  });

  it('is not made right: a code that does not open is named', async () => {
    const giftId = await giveTo('alice');
    await alter(
      `update code set sealed = overlay(sealed placing '\\x00' from 30) where gift_id = '${giftId}'`,
    );
    await core.reload(NEW, OLD);

    const left = await core.app.keys.resealCodes();

    expect(left).toEqual([{ giftId, reason: 'This sealed code was altered, or belongs to something else' }]);
    expect(await core.app.keys.retire({ keyId: 'old' })).toMatchObject({
      kind: 'needed',
      needs: { codes: 1 },
      giftIds: [giftId],
    });
  });

  it('is not made right: a seal of somebody without the keys stays false, and keeps no key from being retired', async () => {
    await giveTo('alice');
    await core.app.ledger.seal();
    await alter(`update seal set mac = sha256('thief')`);
    await core.reload(NEW, OLD);
    await core.app.keys.resealCodes();
    await core.app.keys.resealSeals();

    const retired = await core.app.keys.retire({ keyId: 'old' });

    expect(retired).toEqual({ kind: 'retired' });
    expect(await brokenFor(NEW)).toEqual(['every seal was made by Largesse: seal 1']);
  });

  it('is found when somebody makes a new history with the old key after it was retired', async () => {
    await giveTo('alice');
    await core.app.ledger.seal();
    await core.reload(NEW, OLD);
    await core.app.keys.resealCodes();
    await core.app.keys.resealSeals();
    await core.app.keys.retire({ keyId: 'old' });
    await core.reload(NEW);
    await alter('delete from seal');

    await transactOn(database.db, (tx) =>
      insertSeal(tx, createKeyRing([OLD]), {
        organizationId: company.organization.id,
        settled: { posting: LAST, change: LAST, activity: LAST },
        maxRows: 10_000,
        sealedAt: tx.now,
      }),
    );

    expect(await brokenFor(NEW)).toContainEqual('every seal was made by Largesse: seal 1');
  });
});

describe('the secret of a second factor', () => {
  it('is sealed under the new key, keeps the old one until then, and opens with the new one alone', async () => {
    const alice = await company.person('alice');
    const phone = await enrol(core, alice);
    await core.app.ledger.seal();
    await core.reload(NEW, OLD);
    await core.app.keys.resealSeals();

    const needed = await core.app.keys.retire({ keyId: 'old' });
    let resealed = 0;
    const left = await core.app.keys.resealFactors((count) => (resealed += count));
    const again = await core.app.keys.resealFactors((count) => (resealed += count));

    expect(needed).toMatchObject({ kind: 'needed', needs: { codes: 0, factors: 1, seals: 0 } });
    expect([resealed, left, again]).toEqual([1, [], []]);
    expect(await brokenFor(NEW)).toEqual([]);
    expect(await core.app.keys.retire({ keyId: 'old' })).toEqual({ kind: 'retired' });
    await core.reload(NEW);
    for (const typed of [phone.shows(), phone.codes[0] ?? '']) {
      expect(await passAs(core, alice, typed)).toMatchObject({ ok: true });
    }
  });

  it('that was altered is left and named', async () => {
    const [alice, bob] = [await company.person('alice'), await company.person('bob')];
    await enrol(core, alice);
    await enrol(core, bob);
    await alter(
      `update factor set sealed = (select sealed from factor where person_id = '${bob.id}') where person_id = '${alice.id}'`,
    );
    await core.reload(NEW, OLD);

    const left = await core.app.keys.resealFactors();

    expect(left).toEqual([{ personId: alice.id, reason: expect.stringContaining('altered') }]);
  });

  it('is asked for again, and no try counted, by a process that lacks its key', async () => {
    const alice = await company.person('alice');
    const behind = await startProcessWithKeys(database.db, OLD);
    await core.reload(NEW, OLD);
    const phone = await enrol(core, alice);
    behind.clock.set(core.clock.now().toISOString());

    const session = await openSession(core, alice);

    const tried = await behind.app.session.passFactor({ person: alice, session, typed: phone.shows() });

    expect(tried).toEqual({ ok: false, refusal: { kind: 'unread' } });
    expect((await passAs(core, alice, phone.shows())).ok).toBe(true);
  });
});

describe('retiring a key', () => {
  it('is refused while anything needs it, and says what and how much', async () => {
    const giftIds = [await giveTo('alice'), await giveTo('bob')];
    await core.app.ledger.seal();
    await giveTo('bob');
    await core.reload(NEW, OLD);

    const needed = await core.app.keys.retire({ keyId: 'old' });
    await core.app.keys.resealCodes();
    const afterCodes = await core.app.keys.retire({ keyId: 'old' });
    await core.app.keys.resealSeals();
    const afterAll = await core.app.keys.retire({ keyId: 'old' });

    expect(needed).toMatchObject({ kind: 'needed', needs: { codes: 3, seals: 1 } });
    expect(needed.kind === 'needed' && needed.needs.unsealed).toBeGreaterThan(0);
    expect(needed.kind === 'needed' && needed.giftIds).toEqual(expect.arrayContaining(giftIds));
    expect(afterCodes).toMatchObject({ kind: 'needed', needs: { codes: 0, seals: 1 }, giftIds: [] });
    expect(afterAll).toEqual({ kind: 'retired' });
  });

  it('makes the database refuse codes under it, so that a process which has slept loses none', async () => {
    const slept = await startProcessWithKeys(database.db, OLD);
    const elsewhere = await makeCompany(slept);
    await core.reload(NEW, OLD);
    await core.app.keys.resealSeals();
    await core.app.keys.retire({ keyId: 'old' });
    const { id } = await elsewhere.ask('morgan', 'alice', '5');

    await expect(slept.app.recognition.issue([id])).rejects.toThrow('the key old is retired');

    expect(await database.db.selectFrom('code').select('key_id').execute()).toEqual([]);
  });

  it('gives up when somebody is writing for long', async () => {
    await core.reload(NEW, OLD);
    await core.app.keys.resealSeals();
    await database.db.transaction().execute(async (tx) => {
      await sql`lock table posting in row exclusive mode`.execute(tx);

      expect(await core.app.keys.retire({ keyId: 'old', patienceMs: 100 })).toEqual({ kind: 'busy' });
    });
  });
});
