import { describe, expect, it } from 'vitest';
import { ACCOUNT_KINDS } from '#src/domain/ledger/accounts.ts';
import {
  allowsLeg,
  ENTRY_KINDS,
  ENTRY_TABLE,
  type EntryName,
  fundsBudgets,
  legsBetween,
  listEntryRules,
  newEntry,
} from '#src/domain/ledger/entries.ts';

const AT = new Date('2026-11-16T10:00:00Z');

function make<K extends (typeof ENTRY_KINDS)[number]>(name: EntryName<K>) {
  return newEntry({ newId: () => 'e' }, { now: AT }, { ...name, organizationId: 'o', legs: [] });
}

describe('an entry', () => {
  it('is called by its kind and its subject', () => {
    expect(make({ kind: 'gift.issued', subject: { type: 'gift', id: 'g' } })).toEqual({
      id: 'e',
      organizationId: 'o',
      kind: 'gift.issued',
      subject: { type: 'gift', id: 'g' },
      key: 'gift.issued:g',
      occurredAt: AT,
      legs: [],
    });
    expect(make({ kind: 'budget.granted', subject: { type: 'top-up', id: 't' } }).key).toBe(
      'budget.topped-up:t',
    );
  });

  it('about what was set says which of the periods it is about', () => {
    const keys = ([undefined, 'before', 'next'] as const).map((which) => {
      return make({ kind: 'budget.returned', subject: { type: 'policy', id: 'p', which } }).key;
    });

    expect(keys).toEqual(['budget.set:p', 'budget.set:p:before', 'budget.set:p:next']);
  });

  it('cannot be made about what its kind is not about', () => {
    const name = {
      kind: 'gift.issued',
      subject: { type: 'move', id: 'm' },
    } as unknown as EntryName<'gift.issued'>;

    expect(() => make(name)).toThrow('an entry of kind gift.issued is not about a move');
  });
});

describe('the ledger’s table', () => {
  it('has a row for each kind and each thing that it can be about', () => {
    const rows = listEntryRules().map(({ kind, subjectType }) => `${kind} ${subjectType}`);

    expect(new Set(rows).size).toBe(rows.length);
    expect(new Set(listEntryRules().map(({ kind }) => kind))).toEqual(new Set(ENTRY_KINDS));
  });

  it('calls no two things by the same key', () => {
    for (const kind of ENTRY_KINDS) {
      const keys = listEntryRules().flatMap((rule) => (rule.kind === kind ? rule.keys : []));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('books something in every kind of account', () => {
    const booked = listEntryRules().flatMap(({ from, to }) => [...from, ...to]);

    expect(new Set(booked)).toEqual(new Set(ACCOUNT_KINDS));
  });

  it('allows an entry the legs that stand in it, by their sign', () => {
    const { from, to } = ENTRY_TABLE['gift.issued'];

    expect(ACCOUNT_KINDS.filter((kind) => allowsLeg('gift.issued', kind, -1n))).toEqual(from);
    expect(ACCOUNT_KINDS.filter((kind) => allowsLeg('gift.issued', kind, 1n))).toEqual(to);
  });

  it('marks the entries that change what came into budgets, and no gift', () => {
    const funding = ['budget.granted', 'budget.returned', 'budget.carried', 'budget.moved'];
    const marked = listEntryRules().filter(({ funds }) => funds);

    expect(ENTRY_KINDS.filter(fundsBudgets)).toEqual(funding);
    expect(new Set(marked.map(({ kind }) => kind))).toEqual(new Set(funding));
  });
});

it('moves an amount out of one account and into the other', () => {
  expect(legsBetween({ id: 'a' }, { id: 'b' }, 5n)).toEqual([
    { accountId: 'a', amount: -5n },
    { accountId: 'b', amount: 5n },
  ]);
});
