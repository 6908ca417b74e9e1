import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidedOf, decideGifts, limitsOf } from '#src/domain/recognition/decide-gifts.ts';
import type { Funds } from '#src/domain/budget/funds.ts';
import type { Giver, KnownRecipient, Recipient } from '#src/domain/budget/giver.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { usageKey } from '#src/domain/budget/limits.ts';
import { moneyOf } from '#src/domain/kit/money.ts';
import { periodOf, yearOf } from '#src/domain/kit/period.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import type { ResolvedRecognition } from '#src/domain/recognition/recognition.ts';
import { resolved, type Wish } from './resolved.ts';

const MORGAN: Giver = {
  personId: 'morgan',
  role: 'manager',
  isDeactivated: false,
  departmentId: 'eng',
  reports: 3,
  allowanceMinor: undefined,
};
const ALICE = colleague('alice');
const BOB = colleague('bob');
const GONE = { ...colleague('gone'), isDeactivated: true };

const ENGINEERING: Funds = {
  departmentId: 'eng',
  name: 'Engineering',
  currency: 'USD',
  timeZone: 'UTC',
  period: periodOf(new Date('2026-11-16T00:00:00Z'), { timeZone: 'UTC', kind: 'month', fiscalStartMonth: 1 }),
  year: yearOf(new Date('2026-11-16T00:00:00Z'), 'UTC'),
  leftMinor: 10_000n,
  topUpMinor: 0n,
  isSoft: false,
  isFrozen: false,
  countsRecipients: false,
  rules: NO_RULES,
};

function request(changes: Partial<Wish> = {}): ResolvedRecognition {
  const asked = { id: 'r1', giver: MORGAN, recipients: [ALICE], amount: '25', currency: null };
  return resolved({ ...asked, isConfirmed: true, ...changes });
}

function colleague(personId: string): KnownRecipient {
  return { known: true, personId, name: personId, region: '', isDeactivated: false, isGuest: false };
}

type Used = { usage?: Record<string, bigint>; recent?: string[] };

function decide(changes: Partial<Wish> = {}, funds: Partial<Funds> = {}, used: Used = {}) {
  const context = {
    departmentFunds: [{ ...ENGINEERING, ...funds }],
    usage: new Map(Object.entries(used.usage ?? {})),
    recent: new Set(used.recent),
  };
  return decideGifts([request(changes)], context)[0]?.outcome;
}

function under(rules: Partial<GivingRules>): Partial<Funds> {
  return { rules: { ...NO_RULES, ...rules } };
}

function kindOf(outcome: ReturnType<typeof decide>) {
  return outcome?.ok ? outcome.value.step : outcome?.refusal.kind;
}

function contextOf(departmentFunds: Funds[]) {
  return { departmentFunds, usage: new Map(), recent: new Set<string>() };
}

function stranger(reason: 'unknown' | 'ambiguous' | 'bot' | 'deactivated'): Recipient {
  return { known: false, name: 'X', reason };
}

describe('deciding a request', () => {
  it('grants what all rules allow', () => {
    expect(decide()).toEqual({
      ok: true,
      value: {
        step: 'issue',
        giver: MORGAN,
        funds: ENGINEERING,
        gifts: [
          {
            recipientId: 'alice',
            region: '',
            departmentId: 'eng',
            amountMinor: 2_500n,
            topUpMinor: 0n,
            currency: 'USD',
          },
        ],
        reviewReasons: [],
        uses: [],
      },
    });
  });

  it('refuses at the first rule that fails, from the person to the funds', () => {
    const everythingWrong = {
      giver: { ...MORGAN, role: 'employee' as const, isDeactivated: true },
      recipients: [{ ...ALICE, personId: 'morgan' }, GONE],
      currency: 'EUR',
      amount: '0',
    };
    const kinds = [
      decide({ ...everythingWrong, giver: undefined }, { leftMinor: undefined }),
      decide(everythingWrong, { leftMinor: undefined }),
      decide({ ...everythingWrong, giver: { ...MORGAN, role: 'employee' } }, { leftMinor: undefined }),
      decide({ ...everythingWrong, giver: MORGAN }, { leftMinor: undefined }),
      decide({ ...everythingWrong, giver: MORGAN, recipients: [GONE] }, { leftMinor: undefined }),
      decide({ ...everythingWrong, giver: MORGAN, recipients: [ALICE] }, { leftMinor: undefined }),
      decide({ amount: '0' }, { leftMinor: undefined }),
      decide({ amount: '1000' }, { leftMinor: undefined }),
      decide({ amount: '100.01' }),
      decide({ amount: '100' }),
    ].map((outcome) => (outcome?.ok ? 'granted' : outcome?.refusal.kind));

    expect(kinds).toEqual([
      'unknown-giver',
      'unknown-giver',
      'not-allowed',
      'self-gift',
      'deactivated-recipient',
      'wrong-currency',
      'bad-amount',
      'no-budget',
      'over-budget',
      'granted',
    ]);
  });

  it.each(ROLES)('lets %s give, or not, as the table of roles says', (role) => {
    const outcome = decide({ giver: { ...MORGAN, role } });

    expect(outcome?.ok).toBe(['manager', 'approver', 'admin'].includes(role));
  });

  it.each(['unknown', 'ambiguous', 'bot', 'deactivated'] as const)(
    'says of a recipient that is %s what is wrong',
    (reason) => {
      expect(decide({ recipients: [ALICE, stranger(reason)] })).toEqual({
        ok: false,
        refusal: { kind: `${reason}-recipient`, name: 'X' },
      });
    },
  );

  it('says of a recipient who waits for an admin’s word what that is about', () => {
    const pending = { number: 7, reason: 'guest' as const };

    expect(decide({ recipients: [{ known: false, name: 'X', reason: 'pending', pending }] })).toEqual({
      ok: false,
      refusal: { kind: 'pending-recipient', name: 'X', number: 7, reason: 'guest' },
    });
  });

  it.each([
    ['refused', true, 'guest-recipient'],
    ['allowed', true, 'unknown-guest'],
    ['refused', false, 'unknown-recipient'],
  ] as const)(
    'says of an unknown recipient, where guests are %s and %s a guest: %s',
    (guests, isGuest, kind) => {
      const outcome = decide(
        { recipients: [{ known: false, name: 'X', reason: 'unknown', isGuest }] },
        { rules: { ...NO_RULES, guests } },
      );

      expect(outcome).toEqual({ ok: false, refusal: { kind, name: 'X' } });
    },
  );

  it('says of a giver who waits for an admin’s word, or whose rights do, what that is about', () => {
    const giverPending = { platform: 'slack', number: 7, reason: 'role' as const };
    const refusal = { kind: 'pending-identity', ...giverPending };

    expect(decide({ giver: undefined, giverPending })).toEqual({ ok: false, refusal });
    expect(decide({ giver: { ...MORGAN, role: 'employee' }, giverPending })).toEqual({ ok: false, refusal });
    expect(decide({ giverPending })).toMatchObject({ ok: true });
  });

  it('says what is wrong with an amount', () => {
    const why = { kind: 'bad-amount', currency: 'USD' };

    expect(decide({ amount: '0' })).toEqual({ ok: false, refusal: { ...why, why: 'zero', typed: '0' } });
    expect(decide({ amount: '1.000' })).toEqual({
      ok: false,
      refusal: { ...why, why: 'unclear', typed: '1.000', one: '1', other: '1000' },
    });
  });

  it('takes the currency of the department when none is named', () => {
    expect(decide({ amount: '100', currency: null }, { currency: 'JPY' })).toMatchObject({
      value: { gifts: [{ amountMinor: 100n, currency: 'JPY' }] },
    });
  });

  it('says what was asked in all, what is left and until when', () => {
    const recipients = ['a', 'b', 'c'].map(colleague);

    expect(decide({ recipients, amount: '33.34' })).toEqual({
      ok: false,
      refusal: {
        kind: 'over-budget',
        department: 'Engineering',
        asked: { amountMinor: '10002', currency: 'USD' },
        left: { amountMinor: '10000', currency: 'USD' },
        until: '2026-12-01T00:00:00.000Z',
        timeZone: 'UTC',
      },
    });
  });
});

describe('the limits of a department', () => {
  const both = { recipients: [ALICE, BOB], amount: '30' };
  const giver = usageKey({ kind: 'giver', subject: 'morgan:eng', period: '2026-11-01', currency: 'USD' });
  const alice = usageKey({ kind: 'recipient', subject: 'alice', period: '2026', currency: 'USD' });
  const pair = usageKey({ kind: 'pair', subject: 'morgan:alice:eng', period: '2026-11-01', currency: 'USD' });

  it('hold a gift between the least and the most', () => {
    const limits = under({ giftMinMinor: 500n, giftMaxMinor: 2_500n });

    const kinds = ['4.99', '5', '25', '25.01'].map((amount) => kindOf(decide({ amount }, limits)));

    expect(kinds).toEqual(['gift-too-small', 'issue', 'issue', 'gift-too-large']);
  });

  it.each([
    ['their role', { allowanceMinor: { manager: 6_000n } }, {}, 6_000n],
    ['their reports', { allowancePerReportMinor: 1_000n }, {}, 3_000n],
    ['both', { allowanceMinor: { manager: 1_000n }, allowancePerReportMinor: 1_000n }, {}, 4_000n],
    ['their own', { allowanceMinor: { manager: 9_000n } }, { allowanceMinor: 2_000n }, 2_000n],
  ])('let a giver give what %s allow in a period', (_whose, rules, own, allowedMinor) => {
    function asked(minor: bigint) {
      const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
      return { giver: { ...MORGAN, ...own }, amount };
    }
    const used = { usage: { [giver]: 500n } };

    expect(kindOf(decide(asked(allowedMinor - 500n), under(rules), used))).toBe('issue');
    expect(decide(asked(allowedMinor - 499n), under(rules), used)).toMatchObject({
      refusal: { kind: 'over-allowance', left: { amountMinor: String(allowedMinor - 500n) } },
    });
  });

  it('count a request to several against the allowance as a whole', () => {
    expect(kindOf(decide(both, under({ allowanceMinor: { manager: 5_999n } })))).toBe('over-allowance');
    expect(kindOf(decide(both, under({ allowanceMinor: { manager: 6_000n } })))).toBe('issue');
  });

  it('cap what somebody may get in a year, whoever gives it', () => {
    const capped = { ...under({ recipientYearMinor: 10_000n }), countsRecipients: true };

    expect(kindOf(decide(both, capped, { usage: { [alice]: 7_000n } }))).toBe('issue');
    expect(decide(both, capped, { usage: { [alice]: 7_001n } })).toMatchObject({
      refusal: { kind: 'over-cap', name: 'alice', left: { amountMinor: '2999' }, year: '2026' },
    });
    expect(
      decide({ ...both, recipients: [BOB, ALICE] }, capped, { usage: { [alice]: 7_001n } }),
    ).toMatchObject({
      refusal: { kind: 'over-cap', name: 'alice' },
    });
    const alsoCounted = under({ recipientYearMinor: 10_000n, allowanceMinor: { manager: 50_000n } });
    expect(kindOf(decide(both, { ...capped, ...alsoCounted }, { usage: { [alice]: 7_001n } }))).toBe(
      'over-cap',
    );
  });

  it('warn of one who gets too much of what a giver gives, or stop it', () => {
    const used = { usage: { [giver]: 7_500n, [pair]: 2_500n } };
    function share(onExcess: 'warn' | 'stop', fromMinor = 0n) {
      return under({ pairShare: { maxPercent: 40, fromMinor, onExcess } });
    }

    expect(decide({}, share('stop'), used)).toMatchObject({ refusal: { kind: 'pair-share', percent: 50 } });
    expect(decide({}, share('warn'), used)).toMatchObject({
      value: {
        step: 'issue',
        reviewReasons: [{ kind: 'pair-share', name: 'alice', percent: 50, maxPercent: 40 }],
      },
    });
    expect(kindOf(decide({ recipients: [BOB] }, share('stop'), used))).toBe('issue');
    expect(kindOf(decide({}, share('stop', 10_001n), used))).toBe('issue');
  });

  it('compare a share to the cent, and never call what is above it the same', () => {
    const rules = under({ pairShare: { maxPercent: 50, fromMinor: 0n, onExcess: 'stop' } });
    function after(givenMinor: bigint) {
      return decide({ amount: '1' }, rules, { usage: { [giver]: givenMinor, [pair]: 4_900n } });
    }

    expect(kindOf(after(9_900n))).toBe('issue');
    expect(after(9_899n)).toMatchObject({ refusal: { kind: 'pair-share', percent: 51, maxPercent: 50 } });
  });

  it('keep guests out where that is the policy', () => {
    const recipients = [{ ...ALICE, isGuest: true }];

    expect(kindOf(decide({ recipients }, under({ guests: 'refused' })))).toBe('guest-recipient');
    expect(kindOf(decide({ recipients }))).toBe('issue');
  });

  it('are told in the order from the person to the funds', () => {
    const everything = {
      ...under({ giftMaxMinor: 1_000n, allowanceMinor: { manager: 1_000n }, recipientYearMinor: 1_000n }),
      countsRecipients: true,
      isFrozen: true,
    };
    const loosened = [
      everything,
      {
        ...everything,
        rules: { ...NO_RULES, allowanceMinor: { manager: 1_000n }, recipientYearMinor: 1_000n },
      },
      { ...everything, rules: { ...NO_RULES, recipientYearMinor: 1_000n } },
      { ...everything, rules: NO_RULES },
    ];

    expect(loosened.map((funds) => kindOf(decide({}, funds)))).toEqual([
      'gift-too-large',
      'over-allowance',
      'over-cap',
      'budget-frozen',
    ]);
  });
});

describe('a request that does not simply go through', () => {
  it('to several people, for a large sum or the same again is confirmed first', () => {
    const unsure = { isConfirmed: false };
    const again = 'morgan|alice|2500|USD';
    const reviewReasons = [
      decide({ ...unsure, recipients: [ALICE, BOB] }),
      decide(unsure, under({ confirmOverMinor: 2_499n })),
      decide(unsure, {}, { recent: [again] }),
      decide(unsure, under({ confirmOverMinor: 2_500n })),
      decide({ ...unsure, amount: '24' }, {}, { recent: [again] }),
      decide({ ...unsure, recipients: [BOB] }, {}, { recent: [again] }),
    ].map((outcome) =>
      outcome?.ok ? [outcome.value.step, ...outcome.value.reviewReasons.map(({ kind }) => kind)] : [],
    );

    expect(reviewReasons).toEqual([
      ['question', 'several'],
      ['question', 'large'],
      ['question', 'repeated'],
      ['issue'],
      ['issue'],
      ['issue'],
    ]);
  });

  it('is not asked about when it could not be granted anyway', () => {
    expect(kindOf(decide({ isConfirmed: false, recipients: [ALICE, BOB], amount: '51' }))).toBe(
      'over-budget',
    );
  });

  it('takes nothing from the budget while it is asked about', () => {
    const asked = [
      request({ isConfirmed: false, recipients: [ALICE, BOB], amount: '50' }),
      request({ amount: '100' }),
    ];

    expect(decideGifts(asked, contextOf([ENGINEERING])).map(({ outcome }) => kindOf(outcome))).toEqual([
      'question',
      'issue',
    ]);
  });

  it('waits for an approver above the threshold, a role’s own going first', () => {
    const rules = under({ approvalOverMinor: 2_000n, approvalOverByRoleMinor: { admin: 5_000n } });

    expect(decide({}, rules)).toMatchObject({
      value: { step: 'reserve', reviewReasons: [{ kind: 'over-threshold' }] },
    });
    expect(kindOf(decide({ giver: { ...MORGAN, role: 'admin' } }, rules))).toBe('issue');
    expect(kindOf(decide({ amount: '20' }, rules))).toBe('issue');
  });

  it('waits for an approver when it overspends a soft budget, and is refused over a hard one', () => {
    expect(decide({ amount: '101' }, { isSoft: true })).toMatchObject({
      value: {
        step: 'reserve',
        reviewReasons: [{ kind: 'over-soft-budget', left: { amountMinor: '10000' } }],
      },
    });
    expect(kindOf(decide({ amount: '101' }))).toBe('over-budget');
  });
});

describe('what a department was topped up with', () => {
  it('is spent after the budget, and only then', () => {
    const topped = { leftMinor: 4_000n, topUpMinor: 3_000n };

    expect(decide({ recipients: [ALICE, BOB], amount: '25' }, topped)).toMatchObject({
      value: { gifts: [{ topUpMinor: 0n }, { topUpMinor: 1_000n }] },
    });
    expect(decide({ amount: '70.01' }, topped)).toMatchObject({ refusal: { left: { amountMinor: '7000' } } });
  });

  it('can be given without any budget', () => {
    expect(decide({}, { leftMinor: undefined, topUpMinor: 2_500n })).toMatchObject({
      value: { gifts: [{ topUpMinor: 2_500n }] },
    });
  });
});

it('takes what a soft budget lacks from the top-ups first, each cent once', () => {
  const recipients = [ALICE, BOB, colleague('cem')];

  expect(decide({ recipients }, { isSoft: true, leftMinor: 4_000n, topUpMinor: 3_000n })).toMatchObject({
    value: { step: 'reserve', gifts: [{ topUpMinor: 0n }, { topUpMinor: 1_000n }, { topUpMinor: 2_000n }] },
  });
});

it('says what was wrong with the people already when they were looked up', () => {
  const refusal = { kind: 'unknown-group', name: 'designers' } as const;

  expect(decide({ refusal })).toEqual({ ok: false, refusal });
});

describe('a group', () => {
  function group(person: KnownRecipient) {
    return { ...person, viaGroup: 'design-team' };
  }

  it('gives once to each who is in it, and not to the giver or to those who left', () => {
    const recipients = [group(colleague('morgan')), group(GONE), group(ALICE), ALICE, group(BOB)];

    expect(decide({ recipients })).toMatchObject({
      value: { gifts: [{ recipientId: 'alice' }, { recipientId: 'bob' }] },
    });
  });

  it('with nobody in it who could get a gift is refused', () => {
    expect(kindOf(decide({ recipients: [group(GONE)] }))).toBe('nobody-to-give');
  });
});

describe('a request after its decision', () => {
  const asked = request();
  const kept = { recognition: asked.recognition, giverId: 'morgan', departmentId: 'eng' };
  function after(funds: Partial<Funds>, changes: Partial<Wish> = {}) {
    return decideGifts([request(changes)], contextOf([{ ...ENGINEERING, ...funds }])).map(decidedOf);
  }

  it('is issued, waits for an approver, or for its giver to confirm it', () => {
    expect(after({})).toEqual([{ ...kept, status: 'issued', refusal: null, reviewReasons: [] }]);
    expect(after(under({ approvalOverMinor: 1n }))).toMatchObject([
      { status: 'awaiting_approval', refusal: null, reviewReasons: [{ kind: 'over-threshold' }] },
    ]);
    expect(after({}, { isConfirmed: false, recipients: [ALICE, BOB] })).toMatchObject([
      { status: 'awaiting_confirmation', refusal: null, reviewReasons: [{ kind: 'several' }] },
    ]);
  });

  it('is refused for a reason, also where nobody knows who gave it', () => {
    expect(after({ isFrozen: true })).toEqual([
      {
        ...kept,
        status: 'refused',
        refusal: { kind: 'budget-frozen', department: 'Engineering' },
        reviewReasons: [],
      },
    ]);
    expect(after({}, { giver: undefined })).toMatchObject([
      { giverId: null, departmentId: null, status: 'refused', refusal: { kind: 'unknown-giver' } },
    ]);
  });
});

describe('the limits that a request counts against', () => {
  const share = under({ pairShare: { maxPercent: 50, fromMinor: 10_000n, onExcess: 'stop' } });

  it('are what the giver gives, what each gets in the year, and each share of it', () => {
    const funds = { ...ENGINEERING, ...share, countsRecipients: true };
    const inPeriod = { period: '2026-11-01', currency: 'USD', ceilingMinor: null };

    expect(limitsOf(request({ recipients: [ALICE, stranger('unknown')] }), funds)).toEqual([
      { kind: 'giver', subject: 'morgan:eng', ...inPeriod },
      { kind: 'recipient', subject: 'alice', ...inPeriod, period: '2026' },
      { kind: 'pair', subject: 'morgan:alice:eng', ...inPeriod },
    ]);
  });

  it('are none where no rule limits anything, or nobody knows who gives', () => {
    expect(limitsOf(request(), ENGINEERING)).toEqual([]);
    expect(limitsOf(request({ giver: undefined }), { ...ENGINEERING, ...share })).toEqual([]);
  });

  it('are used up by each request of a batch for the ones after it', () => {
    const both = { recipients: [ALICE, BOB], amount: '10' };
    const limited = {
      allowance: under({ allowanceMinor: { manager: 5_000n } }),
      cap: { ...under({ recipientYearMinor: 2_500n }), countsRecipients: true },
      share,
    };
    function batch(funds: Partial<Funds>, ...asked: Partial<Wish>[]) {
      const decisions = decideGifts(asked.map(request), contextOf([{ ...ENGINEERING, ...funds }]));
      return decisions.map(({ outcome }) => kindOf(outcome));
    }
    const again = [both, both, { amount: '10' }, { amount: '5' }];

    expect(batch(limited.allowance, ...again)).toEqual(['issue', 'issue', 'issue', 'over-allowance']);
    expect(batch(limited.cap, ...again)).toEqual(['issue', 'issue', 'over-cap', 'issue']);
    expect(batch(limited.share, ...again, { recipients: [BOB], amount: '45' })).toEqual([
      'issue',
      'issue',
      'issue',
      'issue',
      'pair-share',
    ]);
    expect(batch(limited.share, { amount: '60' }, { recipients: [BOB], amount: '40' })).toEqual([
      'issue',
      'issue',
    ]);
  });
});

describe('deciding many requests', () => {
  const amount = fc.integer({ min: 0, max: 60 }).map(String);
  const people = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });
  const requests = fc.array(
    fc.record({ department: fc.constantFrom('eng', 'design', 'none'), amount, people }),
    { maxLength: 30 },
  );

  it('never gives more than a budget holds, and refuses only what it could not hold', () => {
    const minor = fc.bigInt({ min: 0n, max: 20_000n });
    fc.assert(
      fc.property(requests, minor, minor, (asked, eng, design) => {
        const budgets = Object.entries({ eng, design }).map(([departmentId, leftMinor]) => {
          return { ...ENGINEERING, departmentId, leftMinor };
        });

        const decisions = decideGifts(asked.map(requestOf), contextOf(budgets));

        expect(
          decisions.map(({ request: { recognition }, outcome }) => [recognition.id, outcome.ok]),
        ).toEqual(decideByHand(asked, { eng, design }));
      }),
    );
  });

  it('tells each what the ones before it left', () => {
    const asked = ['60', '60', '40', '1'].map((each) => ({ department: 'eng', amount: each, people: ['a'] }));

    const decisions = decideGifts(asked.map(requestOf), contextOf([ENGINEERING]));

    const left = decisions.map(({ outcome }) =>
      !outcome.ok && outcome.refusal.kind === 'over-budget'
        ? moneyOf(outcome.refusal.left).amountMinor
        : 'granted',
    );
    expect(left).toEqual(['granted', 4_000n, 'granted', 0n]);
  });
});

type Asked = { department: string; amount: string; people: string[] };

function requestOf({ department, amount, people }: Asked, index: number): ResolvedRecognition {
  return request({
    id: String(index),
    giver: { ...MORGAN, departmentId: department },
    recipients: people.map(colleague),
    amount,
  });
}

/** The same by the plainest means: funds by department. */
function decideByHand(asked: readonly Asked[], departmentFunds: Record<string, bigint>): [string, boolean][] {
  const left = new Map(Object.entries(departmentFunds));
  return asked.map(({ department, amount, people }, index) => {
    const cost = BigInt(amount) * 100n * BigInt(people.length);
    const funds = left.get(department) ?? -1n;
    const isGranted = cost > 0n && cost <= funds;
    if (isGranted) left.set(department, funds - cost);
    return [String(index), isGranted];
  });
}
