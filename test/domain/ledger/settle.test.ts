import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountKind } from '#src/domain/ledger/accounts.ts';
import { type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import { type Account, settle } from '#src/domain/ledger/settle.ts';

function account(id: string, balance = 0n, kind: AccountKind = 'budget'): Account {
  return { id, organizationId: 'o', kind, currency: 'USD', balance };
}

function entry(id: string, legs: NewEntry['legs']): NewEntry {
  const subject = { type: 'move' as const, id };
  return newEntry(
    { newId: () => id },
    { now: new Date(0) },
    { kind: 'budget.moved', organizationId: 'o', subject, legs },
  );
}

describe('posting entries to accounts', () => {
  it('gives each posting the balance it leads to, through all entries in order', () => {
    const postings = settle(
      [
        entry('e1', [
          { accountId: 'a', amount: -30n },
          { accountId: 'b', amount: 30n },
        ]),
        entry('e2', [
          { accountId: 'a', amount: -20n },
          { accountId: 'b', amount: 20n },
        ]),
      ],
      [account('a', 100n), account('b', 5n)],
    );

    expect(postings.map(({ accountId, balanceAfter }) => [accountId, balanceAfter])).toEqual([
      ['a', 70n],
      ['b', 35n],
      ['a', 50n],
      ['b', 55n],
    ]);
  });

  it('leaves the accounts that it was given as they were', () => {
    const accounts = [account('a', 100n), account('b')];

    settle(
      [
        entry('e1', [
          { accountId: 'a', amount: -1n },
          { accountId: 'b', amount: 1n },
        ]),
      ],
      accounts,
    );

    expect(accounts.map(({ balance }) => balance)).toEqual([100n, 0n]);
  });

  it('neither makes nor loses money, whatever moves', () => {
    const move = fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const accounts = [0, 1, 2, 3, 4].map((index) => account(String(index), 1_000n));
        const entries = moves
          .filter(({ from, to }) => from !== to)
          .map(({ from, to, amount }, index) =>
            entry(String(index), [
              { accountId: String(from), amount: -amount },
              { accountId: String(to), amount },
            ]),
          );

        const postings = settle(entries, accounts);

        const last = new Map(accounts.map(({ id, balance }) => [id, balance]));
        for (const posting of postings) {
          expect(posting.balanceAfter).toBe((last.get(posting.accountId) ?? 0n) + posting.amount);
          last.set(posting.accountId, posting.balanceAfter);
        }
        expect([...last.values()].reduce((sum, balance) => sum + balance, 0n)).toBe(5_000n);
      }),
    );
  });

  it('throws for an entry that does not balance, or an account that is not locked', () => {
    const unbalanced = entry('e1', [{ accountId: 'a', amount: 1n }]);
    const elsewhere = entry('e2', [
      { accountId: 'a', amount: 1n },
      { accountId: 'z', amount: -1n },
    ]);

    expect(() => settle([unbalanced], [account('a')])).toThrow('does not sum to zero');
    expect(() => settle([elsewhere], [account('a')])).toThrow('not locked');
  });

  it('throws for an account of a kind that such an entry does not touch', () => {
    const move = entry('e1', [
      { accountId: 'a', amount: -1n },
      { accountId: 'b', amount: 1n },
    ]);

    expect(() => settle([move], [account('a', 1n), account('b', 0n, 'wallet_gift')])).toThrow(
      'may not post 1 to an account of kind wallet_gift',
    );
  });
});
