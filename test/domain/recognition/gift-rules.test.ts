import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GiftsDecision, decideGifts } from '#src/domain/recognition/decide-gifts.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { moneyOf } from '#src/domain/kit/money.ts';
import { namesOf, peopleOf, rulesBrokenBy, stepOf } from './broken-rules.ts';
import { after, anyStory, PERIOD, requestOf, type Story, usageOf, wishOf } from './gift-stories.ts';

function decide(told: Story): GiftsDecision['outcome'] {
  const context = { departmentFunds: [told.funds], usage: usageOf(told), recent: new Set<string>() };
  const [decision] = decideGifts([requestOf(told)], context);
  if (!decision) throw new Error('nothing was decided');
  return decision.outcome;
}

function whyNot(told: Story): string | undefined {
  const outcome = decide(told);
  return outcome.ok ? undefined : outcome.refusal.kind;
}

type Edge = [amount: bigint, isRefused: boolean];

/** The last amount for each that is within the rule, by what a refusal says, and the first that is not. */
function edgesOf(told: Story, refusal: Refusal): Edge[] {
  const people = BigInt(peopleOf(told).length);
  switch (refusal.kind) {
    case 'gift-too-large':
      return upTo(moneyOf(refusal.most).amountMinor);
    case 'gift-too-small':
      return [
        [moneyOf(refusal.least).amountMinor, false],
        [moneyOf(refusal.least).amountMinor - 1n, true],
      ];
    case 'over-cap':
      return upTo(moneyOf(refusal.left).amountMinor);
    case 'over-allowance':
    case 'over-budget':
      return upTo(moneyOf(refusal.left).amountMinor / people);
    default:
      return [];
  }
}

function upTo(most: bigint): Edge[] {
  return [
    [most, false],
    [most + 1n, true],
  ];
}

/** Without the rules that come before and that a smaller amount may break. */
function alone(told: Story, refusal: Refusal): Story {
  const { giftMinMinor, pairShare: _, ...set } = told.funds.rules;
  const kept = refusal.kind === 'gift-too-small' && giftMinMinor !== undefined ? { giftMinMinor } : {};
  return { ...told, funds: { ...told.funds, rules: { ...set, ...kept } } };
}

/** Whether both are refused for the same reason, and because of the same person. */
function isSame(one: GiftsDecision['outcome'], another: GiftsDecision['outcome']): boolean {
  if (one.ok || another.ok) return one.ok === another.ok;
  const [of, by] = [one.refusal, another.refusal].map((refusal) => ('name' in refusal ? refusal.name : ''));
  return one.refusal.kind === another.refusal.kind && of === by;
}

/** Fewer where each of a thousand altered programs is tried by them. */
const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 3_000), unbiased: true };

describe('the rules about giving', () => {
  it('are told in their order, the first that is broken, whatever else is', () => {
    fc.assert(
      fc.property(anyStory, (told) => {
        const [first] = rulesBrokenBy(told).find(([, isBroken]) => isBroken) ?? [];

        expect(whyNot(told)).toBe(first);
      }),
      RUNS,
    );
  });

  it('say figures that are true: so much may still be given, and not a cent more', () => {
    fc.assert(
      fc.property(anyStory, (told) => {
        const outcome = decide(told);
        if (outcome.ok) return;
        const { refusal } = outcome;
        const edges = edgesOf(told, refusal).map(([amount]) => {
          return [amount, isSame(decide({ ...alone(told, refusal), amount }), outcome)];
        });
        const until = 'until' in refusal ? refusal.until : PERIOD.end.toISOString();

        expect(edges).toEqual(edgesOf(told, refusal));
        expect(until).toBe(PERIOD.end.toISOString());
      }),
      RUNS,
    );
  });

  it('are kept by all that is given, one request after the other', () => {
    const stories = fc.array(anyStory, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(anyStory, stories, (first, others) => {
        const asked = others.map((other) => ({ ...first, ...wishOf(other) }));
        const context = { departmentFunds: [first.funds], usage: usageOf(first), recent: new Set<string>() };
        const decisions = decideGifts(
          asked.map((one, index) => requestOf(one, String(index))),
          context,
        );

        let now = first;
        const before: string[] = [];
        decisions.forEach(({ outcome }, index) => {
          const told = { ...now, ...wishOf(asked[index] ?? now) };
          const isGranted = rulesBrokenBy(told).every(([, isBroken]) => !isBroken);
          expect(outcome.ok && outcome.value.step).toBe(isGranted && stepOf(told, before));
          if (!outcome.ok || outcome.value.step === 'question') return;
          now = after(told, outcome.value.gifts);
          before.push(...namesOf(told));
          const { isSoft, leftMinor = 0n, topUpMinor } = now.funds;
          expect(
            topUpMinor >= 0n && (isSoft || leftMinor >= (first.funds.leftMinor ?? 0n) || leftMinor >= 0n),
          ).toBe(true);
        });
      }),
      { ...RUNS, numRuns: Math.round(RUNS.numRuns / 3) },
    );
  });
});
