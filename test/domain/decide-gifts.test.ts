import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DepartmentBudget,
  decideGifts,
  type GiftRequest,
  type Giver,
  type Recipient,
} from '#src/domain/decide-gifts.ts';
import { moneyOf } from '#src/domain/outcome.ts';
import { monthOf } from '#src/domain/period.ts';
import { ROLES } from '#src/domain/roles.ts';

const MORGAN: Giver = { personId: 'morgan', role: 'manager', isDeactivated: false, departmentId: 'eng' };
const ALICE: Recipient = { known: true, personId: 'alice', name: 'Alice', isDeactivated: false };
const GONE: Recipient = { known: true, personId: 'gone', name: 'Gone', isDeactivated: true };

const ENGINEERING: DepartmentBudget = {
  departmentId: 'eng',
  name: 'Engineering',
  currency: 'USD',
  timeZone: 'UTC',
  period: monthOf(new Date('2026-11-16T00:00:00Z'), 'UTC'),
  leftMinor: 10_000n,
};

function request(changes: Partial<GiftRequest> = {}): GiftRequest {
  return { id: 'r1', giver: MORGAN, recipients: [ALICE], amount: '25', currency: null, ...changes };
}

function decide(changes: Partial<GiftRequest> = {}, budget: Partial<DepartmentBudget> = {}) {
  const [decision] = decideGifts([request(changes)], [{ ...ENGINEERING, ...budget }]);
  return decision?.outcome;
}

function stranger(reason: 'unknown' | 'ambiguous' | 'group' | 'bot' | 'deactivated'): Recipient {
  return { known: false, name: 'X', reason };
}

describe('deciding a request', () => {
  it('grants what all rules allow', () => {
    expect(decide()).toEqual({
      ok: true,
      value: [{ recipientId: 'alice', departmentId: 'eng', money: { amountMinor: 2_500n, currency: 'USD' } }],
    });
  });

  it('refuses at the first rule that fails, from the person to the purse', () => {
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

  it.each(['unknown', 'ambiguous', 'group', 'bot', 'deactivated'] as const)(
    'says of a recipient that is %s what is wrong',
    (reason) => {
      expect(decide({ recipients: [ALICE, stranger(reason)] })).toEqual({
        ok: false,
        refusal: { kind: `${reason}-recipient`, name: 'X' },
      });
    },
  );

  it('takes the currency of the department when none is named', () => {
    expect(decide({ amount: '100', currency: null }, { currency: 'JPY' })).toMatchObject({
      value: [{ money: { amountMinor: 100n, currency: 'JPY' } }],
    });
  });

  it('says what was asked in all, what is left and until when', () => {
    const recipients = ['a', 'b', 'c'].map(
      (personId): Recipient => ({ ...ALICE, known: true, personId, name: personId, isDeactivated: false }),
    );

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

        const decisions = decideGifts(asked.map(requestOf), budgets);

        expect(decisions.map(({ id, outcome }) => [id, outcome.ok])).toEqual(
          decideByHand(asked, { eng, design }),
        );
      }),
    );
  });

  it('tells each what the ones before it left', () => {
    const asked = ['60', '60', '40', '1'].map((each) => ({ department: 'eng', amount: each, people: ['a'] }));

    const decisions = decideGifts(asked.map(requestOf), [ENGINEERING]);

    const left = decisions.map(({ outcome }) =>
      !outcome.ok && outcome.refusal.kind === 'over-budget'
        ? moneyOf(outcome.refusal.left).amountMinor
        : 'granted',
    );
    expect(left).toEqual(['granted', 4_000n, 'granted', 0n]);
  });
});

type Asked = { department: string; amount: string; people: string[] };

function requestOf({ department, amount, people }: Asked, index: number): GiftRequest {
  return {
    id: String(index),
    giver: { ...MORGAN, departmentId: department },
    recipients: people.map((name) => ({ known: true, personId: name, name, isDeactivated: false })),
    amount,
    currency: null,
  };
}

/** The same by the plainest means: a purse a department. */
function decideByHand(asked: readonly Asked[], purses: Record<string, bigint>): [string, boolean][] {
  const left = new Map(Object.entries(purses));
  return asked.map(({ department, amount, people }, index) => {
    const cost = BigInt(amount) * 100n * BigInt(people.length);
    const purse = left.get(department) ?? -1n;
    const isGranted = cost > 0n && cost <= purse;
    if (isGranted) left.set(department, purse - cost);
    return [String(index), isGranted];
  });
}
