import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecordedRow, isOnRecord } from '#src/db/ledger/on-record.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import { createKeyRing } from '#src/kit/key-ring.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { keyCalled, type ProcessWithKeys, startProcessWithKeys } from '#test/helpers/process-with-keys.ts';

const OLD = keyCalled('old');
const NEW = keyCalled('new');
const ALONE = createKeyRing([NEW]);

let database: TestDatabase;
let core: ProcessWithKeys;
let company: Company;

beforeEach(async () => {
  database = await createTestDatabase();
  core = await startProcessWithKeys(database.db, OLD);
  company = await makeCompany(core);
});
afterEach(() => database.drop());

async function rowOf(name: string): Promise<RecordedRow> {
  const { id } = await company.person(name);
  return { organizationId: company.organization.id, name: 'person', key: id };
}

async function alter(statement: string): Promise<void> {
  await pastGuards(database.db, (tx) => sql.raw(statement).execute(tx));
}

async function retireOld(): Promise<void> {
  await database.db.updateTable('code_key').set({ retired_at: new Date() }).where('id', '=', 'old').execute();
}

/** All that can be said of it is said by the new key. */
async function replaceKey(): Promise<void> {
  await core.reload(NEW, OLD);
  await core.app.keys.resealCodes();
  await core.app.keys.resealRequests();
  await core.app.keys.resealSeals();
}

describe('a row that was last changed under a key that is retired', () => {
  it('is believed for the seal that covers it, and not before it has one', async () => {
    const alice = await rowOf('alice');
    await core.reload(NEW, OLD);
    await retireOld();
    const before = await isOnRecord(database.db, ALONE, alice);
    await core.app.keys.resealSeals();

    expect([before, await isOnRecord(database.db, ALONE, alice)]).toEqual([false, true]);
  });

  it.each([
    [
      'the change was altered',
      `update change set after = jsonb_set(after, '{role}', '"admin"') where subject = 'person'`,
    ],
    [
      'another row under its seal was altered',
      `update change set key = key || 'x' where subject = 'organization'`,
    ],
    ['the seal’s signature was altered', `update seal set mac = sha256('thief')`],
    ['the seal is gone', 'delete from seal'],
    ['the seal names other rows that nobody signed', `update seal set unsigned = '["x"]'`],
  ])('is not believed when %s', async (_, statement) => {
    const alice = await rowOf('alice');
    await replaceKey();
    await retireOld();
    await alter(statement);
    if (statement.includes('{role}')) await alter(`update person set role = 'admin'`);

    expect(await isOnRecord(database.db, ALONE, alice)).toBe(false);
  });

  it('is not believed when nobody had signed it as it was sealed', async () => {
    const alice = await rowOf('alice');
    await alter(`update change set mac = sha256('thief') where key = '${alice.key}'`);
    await replaceKey();
    await retireOld();

    expect(await isOnRecord(database.db, ALONE, alice)).toBe(false);
    expect(await isOnRecord(database.db, ALONE, await rowOf('bob'))).toBe(true);
  });
});

it('is left to others, and not called altered, by a process that lacks the key', async () => {
  const alice = await rowOf('alice');
  await core.reload(NEW, OLD);

  await expect(isOnRecord(database.db, ALONE, alice)).rejects.toBeInstanceOf(MissingKey);
});

describe('once the old key is retired', () => {
  it('people still decide, and what waited for it is given', async () => {
    const waiting = await company.ask('morgan', 'alice', '5');
    const { gifts } = await company.give('morgan', 'bob', '5');
    await replaceKey();
    expect(await core.app.keys.retire({ keyId: 'old' })).toEqual({ kind: 'retired' });
    await core.reload(NEW);

    await core.app.recognition.issue([waiting.id]);
    const redeemed = await core.app.gift.redeem({
      person: await company.person('bob'),
      giftId: gifts[0]?.giftId ?? '',
    });

    const request = await database.db
      .selectFrom('recognition')
      .select('status')
      .where('id', '=', waiting.id)
      .executeTakeFirst();
    expect(request).toEqual({ status: 'issued' });
    expect(redeemed.ok).toBe(true);
  });

  it('is refused while a request that waits is under it', async () => {
    await company.ask('morgan', 'alice', '5');
    await core.reload(NEW, OLD);
    await core.app.keys.resealCodes();
    await core.app.keys.resealSeals();

    expect(await core.app.keys.retire({ keyId: 'old' })).toMatchObject({
      kind: 'needed',
      needs: { requests: 1 },
    });
  });
});
