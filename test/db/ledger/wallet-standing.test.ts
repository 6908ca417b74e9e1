import { describe, expect, it } from 'vitest';
import { type Liability, listLiability } from '#src/db/queries/report/list-liability.ts';
import { must } from '#src/domain/kit/must.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import type { Aged } from '#src/domain/report/liability-words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
dropWhenProved(database);

/** Alice redeems three gifts at these times of a day, in this order. */
async function redeemAt(times: readonly string[]) {
  const core = makeCore(database.db);
  core.clock.set('2026-11-16T09:00:00Z');
  const company = await makeCompany(core);
  const given = [];
  for (const amount of ['25', '30', '40']) given.push(await company.give('morgan', 'alice', amount));
  for (const [index, time] of times.entries()) {
    core.clock.set(`2026-11-16T${time}Z`);
    const { giftId } = must(given[index]?.gifts[0], 'gift');
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));
  }
  const scope = everythingOf(company.organization.id);
  return { unspentAt, agesAt };

  async function unspentAt(time: string): Promise<bigint> {
    return (await unspent(`2026-11-16T${time}Z`))?.totalMinor ?? 0n;
  }

  async function agesAt(instant: string): Promise<Aged | undefined> {
    return (await unspent(instant))?.ages;
  }

  async function unspent(instant: string): Promise<Liability | undefined> {
    const found = await listLiability(database.db, scope, { until: new Date(instant) });
    return found.find(({ kind }) => kind === 'unspent');
  }
}

describe('what a wallet held at an instant', () => {
  it('is what had come until then', async () => {
    const { unspentAt } = await redeemAt(['09:30:00', '10:00:00', '11:00:00']);

    expect(await unspentAt('09:45:00')).toBe(2_500n);
    expect(await unspentAt('10:30:00')).toBe(5_500n);
    expect(await unspentAt('12:00:00')).toBe(9_500n);
  });

  it('is so too where the clock of the process that wrote last was behind', async () => {
    const { unspentAt, agesAt } = await redeemAt(['10:00:00', '09:30:00', '11:00:00']);

    expect(await unspentAt('09:45:00')).toBe(3_000n);
    expect(await unspentAt('10:30:00')).toBe(5_500n);
    expect(await unspentAt('12:00:00')).toBe(9_500n);
    // To the minute 31 days later, only what came before that minute is older.
    expect(await agesAt('2026-12-17T09:45:00Z')).toEqual({
      days30: 6_500n,
      days90: 3_000n,
      days365: 0n,
      older: 0n,
    });
  });

  it('is what had come before an instant at which several came at once', async () => {
    const { unspentAt } = await redeemAt(['10:00:00', '10:00:00', '10:00:00']);

    expect(await unspentAt('10:00:00')).toBe(0n);
    expect(await unspentAt('10:00:01')).toBe(9_500n);
  });
});
