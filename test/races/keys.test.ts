import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it, vi } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { must } from '#src/domain/kit/must.ts';
import { createKeyRing, type RingKey } from '#src/kit/key-ring.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { keyCalled, type ProcessWithKeys, startProcessWithKeys } from '#test/helpers/process-with-keys.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

vi.setConfig({ testTimeout: 240_000 });

const OLD = keyCalled('old');
const NEW = keyCalled('new');
const NAMES = ['alice', 'bob', 'mallory', 'priya'] as const;
const GIFTS_AT_A_STEP = 12;

const database = await createTestDatabase();
const pools = [1, 2, 3, 4].map(() => connect({ url: database.url, poolSize: 5 }, silentLog));
afterAll(async () => {
  await Promise.all(pools.map((db) => db.destroy()));
  await database.drop();
});

/** What each of the four processes has at each step. The last one is always late: when others write with the new key, it may lack it. */
const STEPS: Record<string, RingKey[][]> = {
  'before anything': [[OLD], [OLD], [OLD], [OLD]],
  'while the new key is added': [[OLD, NEW], [OLD, NEW], [OLD], [OLD]],
  'while the new key is promoted': [[NEW, OLD], [OLD, NEW], [OLD, NEW], [OLD]],
  'once the new key is promoted': [
    [NEW, OLD],
    [NEW, OLD],
    [NEW, OLD],
    [OLD, NEW],
  ],
  'while all comes under the new key': [
    [NEW, OLD],
    [NEW, OLD],
    [NEW, OLD],
    [NEW, OLD],
  ],
  'once the old key is retired': [[NEW], [NEW], [NEW, OLD], [NEW]],
};

it('takes every right code, and calls none wrong, while a key is replaced under a storm of them', async () => {
  const processes = await Promise.all(pools.map((db) => startProcessWithKeys(db, OLD)));
  const [first] = processes;
  const company = await makeCompany(must(first, 'a process'));
  await company.setBudget('Engineering', 100_000n);
  const people = Object.fromEntries(
    await Promise.all(NAMES.map(async (name) => [name, await company.person(name)] as const)),
  );
  const waiting: { name: string; code: SecretCode }[] = [];
  const unread = { count: 0 };
  let retired: unknown;
  const broken: Record<string, string[]> = {};

  /** Gives by whichever process. Half of the codes are typed at once, first at the process that is late, and half at a later step. */
  async function give(index: number): Promise<void> {
    const name = must(NAMES[index % NAMES.length], 'a name');
    const { id } = await company.ask('morgan', name, '1');
    for (let time = index; ; time += 1) {
      const process = must(processes[time % processes.length], 'a process');
      const { faults } = await process.app.recognition.issue([id]);
      if (faults.size === 0) break;
      expect([...faults.values()]).toEqual([expect.any(MissingKey)]);
    }
    const gift = await database.db
      .selectFrom('gift')
      .innerJoin('code', 'code.gift_id', 'gift.id')
      .select(['gift.id', 'code.sealed'])
      .where('gift.recognition_id', '=', id)
      .executeTakeFirstOrThrow();
    const all = createKeyRing([NEW, OLD]);
    const given = { name, code: all.open(must(gift.sealed, 'a sealed code'), gift.id) };
    if (index % 2 === 0) await redeem(given, processes.length - 1);
    else waiting.push(given);
  }

  /** A person types it again, at the next process, as long as they are told to. */
  async function redeem({ name, code }: { name: string; code: SecretCode }, index: number): Promise<void> {
    for (let time = index; ; time += 1) {
      const process = must(processes[time % processes.length], 'a process');
      const outcome = await process.app.gift.redeemCode({
        person: must(people[name], name),
        typed: code.reveal(),
      });
      if (outcome.ok) return;
      expect(outcome.refusal).toEqual({ kind: 'unread' });
      unread.count += 1;
      await sleep(5);
    }
  }

  /** A process that is given nothing new goes on as it is. */
  async function giveRing(process: ProcessWithKeys, ring: RingKey[]): Promise<void> {
    if (process.keys.ids().join() !== ring.map(({ id }) => id).join()) await process.reload(...ring);
  }

  for (const [step, rings] of Object.entries(STEPS)) {
    const redeeming = Promise.all(waiting.splice(0, waiting.length / 2).map(redeem));
    await Promise.all(rings.map((ring, index) => giveRing(must(processes[index], 'a process'), ring)));
    const giving = Promise.all(Array.from({ length: GIFTS_AT_A_STEP }, (_, index) => give(index)));
    const [left] = await Promise.all([
      step === 'while all comes under the new key' ? first?.app.keys.resealCodes() : [],
      redeeming,
      giving,
      first?.app.ledger.seal(),
    ]);
    expect(left).toEqual([]);
    if (step === 'while all comes under the new key') {
      await first?.app.keys.resealCodes();
      await first?.app.keys.resealSeals();
      retired = await first?.app.keys.retire({ keyId: 'old' });
    }
    const ring = createKeyRing(step === 'once the old key is retired' ? [NEW] : [NEW, OLD]);
    broken[step] = await listBroken(database.db, ring);
  }
  await Promise.all(waiting.splice(0).map(redeem));

  expect(broken).toEqual(Object.fromEntries(Object.keys(STEPS).map((step) => [step, []])));
  const wrong = await database.db
    .selectFrom('activity')
    .select('id')
    .where('kind', '=', 'code.refused')
    .execute();
  expect(wrong).toEqual([]);
  expect(retired).toEqual({ kind: 'retired' });
  expect(unread.count).toBeGreaterThan(0);
  const balances = await Promise.all(
    NAMES.map(async (name) => (await balanceOf(must(first, 'a process'), must(people[name], name))).wallets),
  );
  const total = balances.flat().reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  expect(total).toBe(BigInt(GIFTS_AT_A_STEP * Object.keys(STEPS).length * 100));
});
