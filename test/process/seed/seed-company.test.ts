import { describe, expect, it, onTestFinished } from 'vitest';
import { seedCompany } from '#src/process/seed/seed-company.ts';
import { SAMPLE_ADDRESS } from '#src/process/seed/seed-people.ts';
import { seedDays } from '#src/process/seed/seed-days.ts';
import { seedDigest } from '#src/process/seed/seed-digest.ts';
import { hasOthers } from '#src/db/report/sample-gifts.ts';
import { newId } from '#src/kit/new-id.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';

const UNTIL = '2026-10-31';

async function seed(options: { gifts: number; seed: number }) {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const { db } = database;
  const queue = { enqueue: () => Promise.resolve() };
  const parts = {
    db,
    clock: { now: () => new Date('2024-01-01') },
    newId,
    queue,
    log: silentLog,
    keys: TEST_KEYS,
  };
  const named = { name: 'Acme', currency: 'USD', timeZone: 'UTC' };
  const organization = await ensureOrganization(parts, named);
  const seeded = await seedCompany(
    { db, keys: TEST_KEYS, log: silentLog, organization },
    { ...options, until: UNTIL },
  );
  return { db, seeded, digest: await seedDigest(db) };
}

describe('a sample company', () => {
  it('is the same each time, and another one with another seed', async () => {
    const [one, same, other] = [
      await seed({ gifts: 150, seed: 7 }),
      await seed({ gifts: 150, seed: 7 }),
      await seed({ gifts: 150, seed: 8 }),
    ];

    expect([same.digest, same.seeded]).toEqual([one.digest, one.seeded]);
    expect(other.digest).not.toBe(one.digest);
  });

  it('keeps every rule of the ledger, and leaves nothing to be done', async () => {
    const { db, seeded } = await seed({ gifts: 1_000, seed: 7 });
    const { checks } = await verifyLedger(db);
    const gifts = await db
      .selectFrom('gift')
      .select(['status', 'currency'])
      .distinct()
      .orderBy('status')
      .execute();
    const due = await db.selectFrom('delivery').select('gift_id').where('status', '=', 'due').execute();
    const told = await db.selectFrom('notification').select('id').where('status', '=', 'due').execute();
    const open = await db.selectFrom('approval').select('id').where('status', '=', 'open').execute();
    const unclaimed = await db.selectFrom('claim_deadline').select('gift_id').execute();

    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(seeded.gifts).toBe(1_000);
    expect(Math.min(seeded.refused, seeded.undone, seeded.approved, seeded.expired)).toBeGreaterThan(2);
    expect(Math.min(seeded.declined, seeded.purchases)).toBeGreaterThan(0);
    expect([...new Set(gifts.map(({ status }) => status))]).toEqual([
      'delivered',
      'expired',
      'redeemed',
      'voided',
    ]);
    expect(new Set(gifts.map(({ currency }) => currency))).toEqual(new Set(['EUR', 'GBP', 'USD']));
    expect([due, told, open, unclaimed]).toEqual([[], [], [], []]);
    expect(await hasOthers(db, SAMPLE_ADDRESS)).toBe(false);
  });

  it('settles its own news, and leaves alone what others are to be told', async () => {
    const database = await createTestDatabase();
    onTestFinished(database.drop);
    const core = makeCore(database.db);
    const { organization, give, person } = await makeCompany(core);
    const { id: subjectId } = await give('morgan', 'alice', '25');
    const morgan = await person('morgan');
    await transactOn(core.db, (tx) =>
      notify(core, tx, [
        {
          organizationId: organization.id,
          personId: morgan.id,
          subjectId,
          kind: 'post.failed',
          detail: { names: ['Alice Ito'] },
        },
      ]),
    );
    function due() {
      return core.db.selectFrom('notification').select('kind').where('status', '=', 'due').execute();
    }

    await core.app.report.settleSample({ organizationId: organization.id, domain: SAMPLE_ADDRESS });

    expect(await due()).toEqual([{ kind: 'post.failed' }]);
    expect(await hasOthers(core.db, SAMPLE_ADDRESS)).toBe(true);
  });

  it('gives more on Mondays and before the year ends, and hardly at the week’s end', () => {
    const days = seedDays(UNTIL, 100_000);
    function sumOf(isMeant: (day: Date) => boolean): number {
      return days.filter(({ at }) => isMeant(at)).reduce((sum, { gifts }) => sum + gifts, 0);
    }

    expect(sumOf(() => true)).toBe(100_000);
    expect(sumOf((day) => day.getUTCDay() === 1)).toBeGreaterThan(
      1.3 * sumOf((day) => day.getUTCDay() === 3),
    );
    expect(sumOf((day) => day.getUTCDay() % 6 === 0)).toBeLessThan(3_000);
    expect(sumOf((day) => day.getUTCMonth() === 11)).toBeGreaterThan(
      2 * sumOf((day) => day.getUTCMonth() === 7),
    );
  });
});
