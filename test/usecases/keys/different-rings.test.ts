import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryToSend } from '#src/app.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { keyCalled, type ProcessWithKeys, startProcessWithKeys } from '#test/helpers/process-with-keys.ts';

const OLD = keyCalled('old');
const NEW = keyCalled('new');
const LACKING = { keys: ['new'] };

let database: TestDatabase;
/** Two processes: one was given the new key and writes with it, the other has not heard of it. */
let ahead: ProcessWithKeys;
let behind: ProcessWithKeys;
let company: Company;

beforeEach(async () => {
  database = await createTestDatabase();
  behind = await startProcessWithKeys(database.db, OLD);
  ahead = await startProcessWithKeys(database.db, OLD);
  company = await makeCompany(ahead);
  await ahead.reload(NEW, OLD);
});
afterEach(() => database.drop());

async function giveToAlice(): Promise<string> {
  const { gifts } = await company.give('morgan', 'alice', '5');
  return gifts[0]?.giftId ?? '';
}

async function wrongCodes(): Promise<number> {
  const rows = await database.db
    .selectFrom('activity')
    .select('id')
    .where('kind', '=', 'code.refused')
    .execute();
  return rows.length;
}

describe('a process that lacks the key of a right code', () => {
  it('does not call it wrong, however often it is typed, and the next process takes it', async () => {
    const code = await company.codeOf(await giveToAlice(), 'alice');
    const person = await company.person('alice');
    for (let time = 0; time < 12; time += 1) {
      const outcome = await behind.app.gift.redeemCode({ person, typed: code.reveal() });
      expect(outcome).toEqual({ ok: false, refusal: { kind: 'unread' } });
    }

    expect(await wrongCodes()).toBe(0);
    expect(behind.log.lines).toContainEqual({
      level: 'error',
      fields: LACKING,
      message: 'A code or a row could not be read: this process lacks a key',
    });
    expect((await company.redeem('alice', code)).ok).toBe(true);
  });

  it('still refuses a code that it can read, and counts it', async () => {
    const { gifts } = await company.give('morgan', 'bob', '5');
    await behind.reload(NEW, OLD);
    const code = await company.codeOf(gifts[0]?.giftId ?? '', 'bob');

    const outcome = await behind.app.gift.redeemCode({
      person: await company.person('alice'),
      typed: code.reveal(),
    });

    expect(outcome).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
    expect(await wrongCodes()).toBe(1);
  });

  it('shows no code at the claim button, and says to try again', async () => {
    const giftId = await giveToAlice();

    const claimed = await behind.app.gift.claim({ person: await company.person('alice'), giftId });

    expect(claimed).toEqual({ ok: false, refusal: { kind: 'unread' } });
    expect(behind.log.lines.at(-1)?.fields).toEqual(LACKING);
  });

  it('leaves its delivery to others within seconds, and loses no attempt', async () => {
    const giftId = await giveToAlice();
    for (let time = 0; time < 10; time += 1) {
      const leases = await behind.app.message.leaseDeliveries([giftId]);
      expect(leases.get(giftId)).toEqual({ kind: 'again', afterMs: 5_000 });
      behind.clock.advance(5_000);
    }
    ahead.clock.advance(50_000);

    const delivery = await database.db.selectFrom('delivery').selectAll().executeTakeFirstOrThrow();
    expect(delivery).toMatchObject({ status: 'due', attempts: 0 });
    expect(delivery.last_error).toBe('its code is under the key new, which is missing here');
    const lease = (await ahead.app.message.leaseDeliveries([giftId])).get(giftId) as {
      kind: string;
      toSend: DeliveryToSend;
    };
    expect(lease.kind).toBe('send');
    expect('code' in lease.toSend && lease.toSend.code?.lastFour).toMatch(/^[0-9A-Z]{4}$/u);
  });
});

describe('the record, while processes have different keys', () => {
  it('is not sealed by a process that cannot check it, and by the next one that can', async () => {
    await giveToAlice();

    await behind.app.ledger.seal();

    expect(await database.db.selectFrom('seal').select('number').execute()).toEqual([]);
    expect(behind.log.lines).toContainEqual({
      level: 'error',
      fields: LACKING,
      message: 'Ledger not sealed: this process lacks a key',
    });
    await ahead.app.ledger.seal();
    expect(await listBroken(database.db, ahead.keys)).toEqual([]);
  });

  it('is not called forged by a process that cannot check it', async () => {
    await giveToAlice();
    await ahead.app.ledger.seal();

    const operator = { organizationId: company.organization.id, operator: 'root' };
    const [proof, whole] = [
      await behind.app.queries.ledger.prove(operator),
      await ahead.app.queries.ledger.prove(operator),
    ];

    expect(proof).toMatchObject({ ok: true, value: { ok: true, hasKeys: false, lacking: ['new'] } });
    expect(whole).toMatchObject({ ok: true, value: { ok: true, hasKeys: true, lacking: [] } });
  });

  it('is sealed by either, once both have both, whoever writes with which', async () => {
    await behind.reload(OLD, NEW);
    for (const process of [ahead, behind, ahead, behind]) {
      await giveToAlice();
      await process.app.ledger.seal();
      expect(await listBroken(database.db, behind.keys)).toEqual([]);
    }

    const seals = await database.db
      .selectFrom('seal')
      .select(['number', 'key_id'])
      .orderBy('number')
      .execute();
    expect(seals.map(({ key_id }) => key_id)).toEqual(['new', 'old', 'new', 'old']);
    expect(await listBroken(database.db, ahead.keys)).toEqual([]);
  });
});
