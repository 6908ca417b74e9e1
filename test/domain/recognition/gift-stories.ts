import fc from 'fast-check';
import type { Funds, GiftDecision } from '#src/domain/budget/funds.ts';
import type { Giver, KnownRecipient, Recipient } from '#src/domain/budget/giver.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { usageKey } from '#src/domain/budget/limits.ts';
import type { ResolvedRecognition } from '#src/domain/recognition/recognition.ts';
import { resolved } from './resolved.ts';

/** Everything that a decision is made of, at random. Amounts in cents. */
export type Story = {
  giver: Giver;
  recipients: Recipient[];
  amount: bigint | 'nonsense';
  currency: string | null;
  isConfirmed: boolean;
  funds: Funds;
  given: bigint;
  /** What each got in the year, and from this giver in the period. */
  got: Map<string, bigint>;
  gotFromThem: Map<string, bigint>;
};

export const PERIOD = { key: '2026-11-01', start: new Date('2026-11-01'), end: new Date('2026-12-01') };
const YEAR = { key: '2026', start: new Date('2026-01-01'), end: new Date('2027-01-01') };
const COLLEAGUES = ['ann', 'ben', 'cem'];

function cents(max: bigint): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: max * 100n });
}

/** Two times out of three there is no such rule. */
function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(fc.constant(undefined), fc.constant(undefined), arbitrary);
}

const colleague: fc.Arbitrary<KnownRecipient> = fc
  .record({
    known: fc.constant(true as const),
    personId: fc.constantFrom(...COLLEAGUES),
    region: fc.constant(''),
    isDeactivated: fc.constant(false),
    isGuest: fc.constant(false),
    viaGroup: fc.constantFrom(undefined, undefined, 'team'),
  })
  .map((one) => ({ ...one, name: one.personId }));

const oddOne: fc.Arbitrary<Recipient> = fc.oneof(
  colleague.map((one) => ({ ...one, personId: 'morgan' })),
  colleague.map((one) => ({ ...one, personId: 'gone', name: 'gone', isDeactivated: true })),
  colleague.map((one) => ({ ...one, personId: 'guest', name: 'guest', isGuest: true })),
  fc.record({
    known: fc.constant(false as const),
    name: fc.constant('who'),
    reason: fc.constantFrom('unknown', 'ambiguous', 'bot', 'deactivated'),
  }),
);

const recipients = fc.array(fc.oneof({ weight: 9, arbitrary: colleague }, { weight: 1, arbitrary: oddOne }), {
  minLength: 1,
  maxLength: 4,
});

const rules: fc.Arbitrary<GivingRules> = fc
  .record({
    giftMinMinor: maybe(cents(5n)),
    giftMaxMinor: maybe(cents(40n)),
    allowanceMinor: fc.oneof(fc.constant({}), fc.record({ manager: cents(150n) })),
    allowancePerReportMinor: maybe(cents(20n)),
    recipientYearMinor: maybe(cents(80n)),
    pairShare: maybe(
      fc.record({
        maxPercent: fc.integer({ min: 1, max: 100 }),
        fromMinor: cents(50n),
        onExcess: fc.constantFrom('warn', 'stop'),
      }),
    ),
    guests: fc.constantFrom('allowed', 'refused'),
    approvalOverMinor: maybe(cents(60n)),
    confirmOverMinor: maybe(cents(60n)),
  })
  .map((set) => {
    const kept = Object.entries(set).filter(([, value]) => value !== undefined);
    return { ...NO_RULES, ...Object.fromEntries(kept) };
  })
  .filter(
    ({ giftMinMinor = 0n, giftMaxMinor }) => giftMaxMinor === undefined || giftMinMinor <= giftMaxMinor,
  );

const used = fc.tuple(cents(60n), cents(60n), cents(60n)).map((amounts) => {
  return new Map(COLLEAGUES.map((name, index) => [name, amounts[index] ?? 0n]));
});

const funds: fc.Arbitrary<Funds> = fc.record({
  departmentId: fc.constant('eng'),
  name: fc.constant('Engineering'),
  currency: fc.constant('USD'),
  timeZone: fc.constant('UTC'),
  period: fc.constant(PERIOD),
  year: fc.constant(YEAR),
  leftMinor: fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 8, arbitrary: fc.bigInt({ min: -2_000n, max: 15_000n }) },
  ),
  topUpMinor: fc.oneof(fc.constant(0n), cents(40n)),
  isSoft: fc.boolean(),
  isFrozen: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  countsRecipients: fc.constant(true),
  rules,
});

export const anyStory: fc.Arbitrary<Story> = fc.record({
  giver: fc.record({
    personId: fc.constant('morgan'),
    role: fc.constantFrom('manager', 'manager', 'manager', 'approver', 'admin', 'employee', 'hr', 'finance'),
    isDeactivated: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
    departmentId: fc.constant('eng'),
    reports: fc.integer({ min: 0, max: 3 }),
    allowanceMinor: maybe(cents(150n)),
  }),
  recipients,
  amount: fc.oneof(
    { weight: 19, arbitrary: cents(50n) },
    { weight: 1, arbitrary: fc.constant('nonsense' as const) },
  ),
  currency: fc.constantFrom(null, null, null, 'USD', 'USD', 'EUR'),
  isConfirmed: fc.boolean(),
  funds,
  given: cents(60n),
  got: used,
  gotFromThem: used,
});

/** The request that a story tells of. */
export function requestOf(
  { giver, recipients: people, amount, currency, isConfirmed }: Story,
  id = 'r',
): ResolvedRecognition {
  return resolved({ id, giver, recipients: people, amount: typed(amount), currency, isConfirmed });
}

function typed(amount: Story['amount']): string {
  if (amount === 'nonsense') return '12,5 or so';
  return `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
}

/** What was given before, as decisions are told it. */
export function usageOf({ given, got, gotFromThem }: Story) {
  const inPeriod = { period: PERIOD.key, currency: 'USD' };
  return new Map([
    [usageKey({ kind: 'giver', subject: 'morgan:eng', ...inPeriod }), given],
    ...[...got].map(([subject, amount]) => {
      return [usageKey({ kind: 'recipient', subject, period: YEAR.key, currency: 'USD' }), amount] as const;
    }),
    ...[...gotFromThem].map(([name, amount]) => {
      return [usageKey({ kind: 'pair', subject: `morgan:${name}:eng`, ...inPeriod }), amount] as const;
    }),
  ]);
}

/** What is different from one request to the next; its funds and what was given before stay. */
export function wishOf({ recipients: people, amount, currency, isConfirmed }: Story) {
  return { recipients: people, amount, currency, isConfirmed };
}

/** How the story goes on once its gifts are given. */
export function after(told: Story, gifts: readonly GiftDecision[]): Story {
  const [got, gotFromThem] = [new Map(told.got), new Map(told.gotFromThem)];
  let { given } = told;
  let { leftMinor, topUpMinor } = told.funds;
  for (const { recipientId: name, amountMinor, topUpMinor: fromTopUp } of gifts) {
    got.set(name, (got.get(name) ?? 0n) + amountMinor);
    gotFromThem.set(name, (gotFromThem.get(name) ?? 0n) + amountMinor);
    given += amountMinor;
    topUpMinor -= fromTopUp;
    leftMinor = leftMinor === undefined ? undefined : leftMinor - (amountMinor - fromTopUp);
  }
  return { ...told, given, got, gotFromThem, funds: { ...told.funds, leftMinor, topUpMinor } };
}
