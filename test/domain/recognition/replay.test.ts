import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Funds } from '#src/domain/budget/funds.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { giverSubject, pairSubject, usageKey } from '#src/domain/budget/limits.ts';
import { decideGifts, type DecisionContext, grantsOf } from '#src/domain/recognition/decide-gifts.ts';
import { type CountedGift, type Fate, type PastEvent, replay } from '#src/domain/recognition/replay.ts';
import type { ResolvedRecognition } from '#src/domain/recognition/recognition.ts';
import { resolved } from './resolved.ts';

const PERIOD = { key: '2026-11-01', start: new Date('2026-11-01'), end: new Date('2026-12-01') };
const YEAR = { key: '2026', start: new Date('2026-01-01'), end: new Date('2027-01-01') };

function fundsOf(rules: Partial<GivingRules>, money: Partial<Funds> = {}): Funds {
  return {
    departmentId: 'eng',
    name: 'Engineering',
    currency: 'USD',
    timeZone: 'UTC',
    period: PERIOD,
    year: YEAR,
    leftMinor: 10_000n,
    topUpMinor: 0n,
    isSoft: false,
    isFrozen: false,
    countsRecipients: true,
    rules: { ...NO_RULES, ...rules },
    ...money,
  };
}

type Asked = { giver: string; recipient: string; cents: number };

function requestOf(id: string, { giver, recipient, cents }: Asked): ResolvedRecognition {
  return resolved({
    id,
    giver: {
      personId: giver,
      role: 'manager',
      isDeactivated: false,
      departmentId: 'eng',
      reports: 1,
      allowanceMinor: undefined,
    },
    recipients: [
      { known: true, personId: recipient, name: recipient, region: '', isDeactivated: false, isGuest: false },
    ],
    amount: (cents / 100).toFixed(2),
    currency: null,
    isConfirmed: true,
  });
}

type Kept = CountedGift & { recognitionId: string; topUpMinor: bigint };

/** Counted from the gifts, as the database does it. */
function usageOf(kept: readonly Kept[]): Map<string, bigint> {
  const usage = new Map<string, bigint>();
  for (const gift of kept) {
    const inPeriod = { period: PERIOD.key, currency: 'USD' };
    for (const limit of [
      { kind: 'giver' as const, subject: giverSubject(gift), ...inPeriod },
      { kind: 'pair' as const, subject: pairSubject(gift), ...inPeriod },
      { kind: 'recipient' as const, subject: gift.recipientId, period: YEAR.key, currency: 'USD' },
    ]) {
      usage.set(usageKey(limit), (usage.get(usageKey(limit)) ?? 0n) + gift.amountMinor);
    }
  }
  return usage;
}

type Step = { asked: Asked[] } | { leftMinor: bigint; topUpMinor: bigint } | { undone: number };

const asked = fc.record({
  giver: fc.constantFrom('morgan', 'dana'),
  recipient: fc.constantFrom('ann', 'ben', 'cem'),
  cents: fc.integer({ min: 1, max: 6_000 }),
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ asked: fc.array(asked, { minLength: 1, maxLength: 4 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      leftMinor: fc.bigInt({ min: 0n, max: 5_000n }),
      topUpMinor: fc.bigInt({ min: 0n, max: 3_000n }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ undone: fc.nat(20) }) },
);

function maybe(max: bigint) {
  return fc.oneof(fc.constant(undefined), fc.bigInt({ min: 1n, max }));
}

const anyRules: fc.Arbitrary<Partial<GivingRules>> = fc
  .record({
    giftMaxMinor: maybe(6_000n),
    recipientYearMinor: maybe(12_000n),
    approvalOverMinor: maybe(6_000n),
    allowance: maybe(15_000n),
    share: fc.boolean(),
  })
  .map(({ giftMaxMinor, recipientYearMinor, approvalOverMinor, allowance, share }) => ({
    ...(giftMaxMinor && { giftMaxMinor }),
    ...(recipientYearMinor && { recipientYearMinor }),
    ...(approvalOverMinor && { approvalOverMinor }),
    ...(allowance && { allowanceMinor: { manager: allowance } }),
    ...(share && { pairShare: { maxPercent: 60, fromMinor: 4_000n, onExcess: 'stop' as const } }),
  }));

/** Lets it happen as it does: each batch against what is there by then. */
function happen(funds: Funds, steps: readonly Step[]) {
  const events: PastEvent[] = [];
  const fates = new Map<string, Fate>();
  let kept: Kept[] = [];
  let now = funds;
  for (const [at, step] of steps.entries()) {
    if ('asked' in step) {
      const requests = step.asked.map((one, index) => requestOf(`r${at}-${index}`, one));
      const context = { departmentFunds: [now], usage: usageOf(kept), recent: new Set<string>() };
      const decisions = decideGifts(requests, context);
      for (const { request, outcome } of decisions) {
        events.push({ kind: 'request', request });
        const reserved = outcome.ok && outcome.value.step === 'reserve';
        const granted: Fate = { kind: reserved ? 'asked' : 'given' };
        fates.set(
          request.recognition.id,
          outcome.ok ? granted : { kind: 'refused', refusal: outcome.refusal },
        );
      }
      const gifts = grantsOf(decisions).flatMap(({ recognition, grant }) =>
        grant.gifts.map((gift) => ({
          ...gift,
          recognitionId: recognition.id,
          giverId: grant.giver.personId,
        })),
      );
      const topUpMinor = gifts.reduce((sum, gift) => sum + gift.topUpMinor, 0n);
      const totalMinor = gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n);
      now = {
        ...now,
        leftMinor: (now.leftMinor ?? 0n) - (totalMinor - topUpMinor),
        topUpMinor: now.topUpMinor - topUpMinor,
      };
      kept = [...kept, ...gifts];
    } else if ('undone' in step) {
      const gift = kept[step.undone];
      if (!gift) continue;
      const money = {
        departmentId: 'eng',
        leftMinor: gift.amountMinor - gift.topUpMinor,
        topUpMinor: gift.topUpMinor,
      };
      events.push({ kind: 'back', recognitionId: gift.recognitionId, money, gift });
      now = {
        ...now,
        leftMinor: (now.leftMinor ?? 0n) + money.leftMinor,
        topUpMinor: now.topUpMinor + money.topUpMinor,
      };
      kept = kept.filter((one) => one !== gift);
    } else {
      events.push({ kind: 'money', money: { departmentId: 'eng', ...step } });
      now = {
        ...now,
        leftMinor: (now.leftMinor ?? 0n) + step.leftMinor,
        topUpMinor: now.topUpMinor + step.topUpMinor,
      };
    }
  }
  return { events, fates };
}

function contextOf(funds: Funds): DecisionContext {
  return { departmentFunds: [funds], usage: new Map(), recent: new Set() };
}

describe('a period decided once more', () => {
  it('by the same rules comes out as it did, whatever happened between', () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyStep, { maxLength: 15 }), fc.boolean(), (rules, steps, isSoft) => {
        const funds = fundsOf(rules, { isSoft });
        const { events, fates } = happen(funds, steps);

        expect(replay(events, contextOf(funds))).toEqual(fates);
      }),
      { numRuns: 500 },
    );
  });

  it('by a smaller limit refuses what is above it, and leaves its money to the next', () => {
    const steps = [
      { asked: [{ giver: 'morgan', recipient: 'ann', cents: 9_000 }] },
      { asked: [{ giver: 'morgan', recipient: 'ben', cents: 2_000 }] },
    ];
    const { events, fates } = happen(fundsOf({}), steps);

    const again = replay(events, contextOf(fundsOf({ giftMaxMinor: 5_000n })));

    expect([...fates.values()].map(({ kind }) => kind)).toEqual(['given', 'refused']);
    expect(again.get('r0-0')).toMatchObject({ kind: 'refused', refusal: { kind: 'gift-too-large' } });
    expect(again.get('r1-0')).toEqual({ kind: 'given' });
  });

  it('gives back only what it took', () => {
    const steps = [
      { asked: [{ giver: 'morgan', recipient: 'ann', cents: 9_000 }] },
      { undone: 0 },
      { asked: [{ giver: 'morgan', recipient: 'ben', cents: 4_000 }] },
      { asked: [{ giver: 'morgan', recipient: 'cem', cents: 4_000 }] },
      { asked: [{ giver: 'morgan', recipient: 'ann', cents: 4_000 }] },
    ];
    const { events } = happen(fundsOf({}), steps);

    const again = replay(events, contextOf(fundsOf({ giftMaxMinor: 5_000n })));

    expect([...again.values()].map(({ kind }) => kind)).toEqual(['refused', 'given', 'given', 'refused']);
  });

  it('asks an approver above a threshold, and holds the money as if they had agreed', () => {
    const steps = [
      {
        asked: [
          { giver: 'morgan', recipient: 'ann', cents: 9_000 },
          { giver: 'morgan', recipient: 'ben', cents: 2_000 },
        ],
      },
    ];
    const { events } = happen(fundsOf({}), steps);

    const again = replay(events, contextOf(fundsOf({ approvalOverMinor: 5_000n })));

    expect([...again.values()].map(({ kind }) => kind)).toEqual(['asked', 'refused']);
  });

  it('counts what somebody got elsewhere against a yearly cap', () => {
    const [event] = happen(fundsOf({}), [
      { asked: [{ giver: 'morgan', recipient: 'ann', cents: 500 }] },
    ]).events;
    const events: PastEvent[] = [{ kind: 'elsewhere', gift: { recipientId: 'ann', amountMinor: 800n } }];

    const again = replay(event ? [...events, event] : [], contextOf(fundsOf({ recipientYearMinor: 1_000n })));

    expect(again.get('r0-0')).toMatchObject({ kind: 'refused', refusal: { kind: 'over-cap' } });
  });
});
