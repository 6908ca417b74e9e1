import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { presetRange, rangeBefore, type DayRange } from '#src/domain/report/day-range.ts';
import { SPEND_DIMENSIONS, type SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import { SPEND_FIGURES } from '#src/domain/report/spend-words.ts';
import { listSpend } from '#src/db/queries/report/list-spend.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { leaseDelivery, recordDelivery } from '#test/helpers/sendings.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { anyStep } from '#test/races/model/any-step.ts';
import { AT_CARDS, EVERY_WAY } from '#test/races/model/every-way.ts';
import { begin, start, type Start } from '#test/races/model/start.ts';
import type { Step } from '#test/races/model/steps/step.ts';
import { keepCount, sumUp, withoutNothing } from './keep-count.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const zone = fc.constantFrom('Pacific/Kiritimati', 'America/St_Johns', 'Europe/Berlin');
const steps = fc.array(anyStep, { minLength: 20, maxLength: 60, size: 'max' });
/** How many days before today a range begins, and how long it is. */
const ranges = fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 70 })), {
  minLength: 3,
  maxLength: 3,
});

/** Lives through a story while keeping count by hand. Every message reaches whom it is for. */
async function live(at: Omit<Start, 'timeZone'> & { timeZone: string }, story: readonly Step[]) {
  const { model, real } = await begin(database.db, at);
  const { core, company } = real;
  const organizationId = company.organization.id;
  const count = keepCount(database.db, organizationId);
  await count.look();
  for (const [index, step] of story.entries()) {
    await step.run(model, real);
    if (index % 3 === 0) await deliver();
    // Some of it is added up, some is not yet.
    if (index % 7 === 6) await core.app.report.addUpSpend();
    await count.look();
  }
  return { core, organizationId, counted: count.counted };

  async function deliver(): Promise<void> {
    const due = await database.db
      .selectFrom('delivery')
      .select('gift_id')
      .where('organization_id', '=', organizationId)
      .where('status', '=', 'due')
      .execute();
    for (const { gift_id: giftId } of due) {
      const leased = await leaseDelivery(core.app, giftId);
      if (leased.kind !== 'send') continue;
      await recordDelivery(core.app, leased.toSend, { status: 'sent', messageId: giftId });
    }
  }
}

type Lived = Awaited<ReturnType<typeof live>>;

async function reported({ organizationId }: Lived, by: SpendDimension, range: DayRange) {
  const spend = await listSpend(database.db, everythingOf(organizationId), { by, ...range });
  const keyed = spend.rows.map((row) => [`${row.currency} ${row.member}`, row] as const);
  const now = withoutNothing(new Map(keyed.map(([key, row]) => [key, row.now])));
  const before = withoutNothing(
    new Map(keyed.flatMap(([key, row]) => (row.before ? [[key, row.before] as const] : []))),
  );
  return { now, before };
}

async function isAsCounted(lived: Lived, range: DayRange): Promise<void> {
  for (const by of SPEND_DIMENSIONS) {
    const { now, before } = await reported(lived, by, range);
    expect([by, range, now]).toEqual([by, range, sumUp(lived.counted, by, range)]);
    if (by === 'month') continue;
    expect([by, range, before]).toEqual([by, range, sumUp(lived.counted, by, rangeBefore(range))]);
  }
}

/** The turns of months and years around everything, whole and by a day. */
function edgesAround({ counted }: Lived): DayRange[] {
  const days = counted.map(({ day }) => day).toSorted();
  const [first = '2027-01-01', last = '2027-01-01'] = [days[0], days.at(-1)];
  return [
    presetRange('this-month', last),
    presetRange('this-quarter', first),
    presetRange('last-12-months', last),
    { from: last, to: last },
    { from: first, to: first },
    { from: '1970-01-01', to: '2999-12-31' },
  ];
}

describe('spend by anything, over any days', () => {
  it('is what was counted by hand, whatever was undone, voided, reversed, refunded or has expired', {
    timeout: 240_000,
  }, async () => {
    const stories = fc.assert(
      fc.asyncProperty(start, zone, steps, ranges, async (at, timeZone, story, wished) => {
        const lived = await live({ ...at, timeZone }, story);
        const today = lived.core.clock.now();
        const asked = wished.map(([back, length]): DayRange => {
          const day = 86_400_000;
          const to = dayOf(new Date(today.getTime() - (back - length) * day), 'UTC');
          return { from: dayOf(new Date(today.getTime() - back * day), 'UTC'), to };
        });
        for (const range of [...asked, ...edgesAround(lived)]) await isAsCounted(lived, range);
      }),
      { numRuns: 6, unbiased: true, endOnFailure: true },
    );

    await expect(stories).resolves.toBeUndefined();
  });

  it('is so in each way that an order and a gift card can go', { timeout: 120_000 }, async () => {
    const lived = await live(AT_CARDS, EVERY_WAY);

    for (const range of edgesAround(lived)) await isAsCounted(lived, range);
    await lived.core.app.report.addUpSpend();
    for (const range of edgesAround(lived)) await isAsCounted(lived, range);
    const bought = must(
      lived.counted.find(({ members }) => members.marketplace === ''),
      'gift card',
    );
    const figures = new Set(lived.counted.map(({ figure }) => figure));
    const { checks } = await verifyLedger(database.db);

    expect(bought.figure).toBe('redeemed');
    expect([...figures].toSorted()).toEqual([...SPEND_FIGURES].toSorted());
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
