import { describe, expect, it } from 'vitest';
import {
  changeRules,
  rulesChangesOf,
  findConflict,
  type GivingRules,
  mergeChanges,
  NO_RULES,
  type RulesChanges,
  rulesOf,
  storeRules,
} from '#src/domain/budget/giving-rules.ts';

const RULES: GivingRules = {
  ...NO_RULES,
  giftMinMinor: 1n,
  giftMaxMinor: 900n,
  allowanceMinor: { manager: 5_000n },
  recipientYearMinor: 20_000n,
  pairShare: { maxPercent: 40, fromMinor: 100n, onExcess: 'stop' },
  guests: 'refused',
  approvalOverByRoleMinor: { hr: 7n },
};

it('keeps rules as JSON, amounts as text and all else as it is, and reads them as they were', () => {
  const stored = storeRules(RULES);

  expect(stored).toEqual({
    giftMinMinor: '1',
    giftMaxMinor: '900',
    allowanceMinor: { manager: '5000' },
    recipientYearMinor: '20000',
    pairShare: { maxPercent: 40, fromMinor: '100', onExcess: 'stop' },
    guests: 'refused',
    approvalOverByRoleMinor: { hr: '7' },
    approvalHours: 72,
    remindHours: 24,
    undoMinutes: 5,
  });
  expect(rulesOf(JSON.parse(JSON.stringify(stored)))).toEqual(RULES);
});

it('limits nothing where nobody set anything, but how long things may take', () => {
  expect(NO_RULES).toEqual({
    allowanceMinor: {},
    guests: 'allowed',
    approvalOverByRoleMinor: {},
    approvalHours: 72,
    remindHours: 24,
    undoMinutes: 5,
  });
});

describe('changing rules', () => {
  it('sets what is said and leaves all else', () => {
    expect(changeRules(RULES, { giftMaxMinor: 500n, guests: 'allowed', undoMinutes: 10 })).toEqual({
      ...RULES,
      giftMaxMinor: 500n,
      guests: 'allowed',
      undoMinutes: 10,
    });
    expect(changeRules(RULES, {})).toEqual(RULES);
  });

  it('removes a limit, and goes back to the rule that nobody set', () => {
    const { giftMinMinor: _, pairShare: __, ...rest } = RULES;
    const changed = changeRules(
      { ...RULES, undoMinutes: 30 },
      { giftMinMinor: null, pairShare: null, guests: null, undoMinutes: null },
    );

    expect(changed).toEqual({ ...rest, guests: 'allowed', undoMinutes: 5 });
    expect(Object.keys(changed)).not.toContain('giftMinMinor');
  });

  it('sets and removes the amount of a role, and leaves those of others', () => {
    const changed = changeRules(RULES, {
      allowanceMinor: { employee: 100n },
      approvalOverByRoleMinor: { hr: null, finance: 9n },
    });

    expect(changed.allowanceMinor).toEqual({ manager: 5_000n, employee: 100n });
    expect(changed.approvalOverByRoleMinor).toEqual({ finance: 9n });
    expect(Object.keys(changed.approvalOverByRoleMinor)).toEqual(['finance']);
  });
});

describe('two changes of rules as one', () => {
  it('are what both say, the later where they differ', () => {
    expect(
      mergeChanges(
        { giftMinMinor: 1n, giftMaxMinor: 5n, allowanceMinor: { hr: 1n, admin: 2n } },
        { giftMaxMinor: null, undoMinutes: 1, allowanceMinor: { admin: null, finance: 3n } },
      ),
    ).toEqual({
      giftMinMinor: 1n,
      giftMaxMinor: null,
      undoMinutes: 1,
      allowanceMinor: { hr: 1n, admin: null, finance: 3n },
    });
  });

  it('say nothing of roles of which neither does', () => {
    expect(mergeChanges({ undoMinutes: 1 }, { guests: 'refused' })).toEqual({
      undoMinutes: 1,
      guests: 'refused',
    });
    expect(mergeChanges({ allowanceMinor: { hr: 1n } }, {})).toEqual({ allowanceMinor: { hr: 1n } });
    expect(mergeChanges({ allowanceMinor: { hr: 1n } }, { approvalOverByRoleMinor: { hr: 2n } })).toEqual({
      allowanceMinor: { hr: 1n },
      approvalOverByRoleMinor: { hr: 2n },
    });
    expect(mergeChanges({}, { approvalOverByRoleMinor: { hr: 1n } })).toEqual({
      approvalOverByRoleMinor: { hr: 1n },
    });
  });

  it('come to the same as one after the other', () => {
    const earlier = { giftMaxMinor: null, allowanceMinor: { hr: 1n, manager: null }, approvalHours: 5 };
    const later = { giftMaxMinor: 7n, allowanceMinor: { manager: 2n }, approvalHours: null };

    expect(changeRules(RULES, mergeChanges(earlier, later))).toEqual(
      changeRules(changeRules(RULES, earlier), later),
    );
  });
});

describe('rules that contradict each other', () => {
  it.each<[Partial<GivingRules>, string | undefined]>([
    [{ giftMinMinor: 10n, giftMaxMinor: 9n }, 'no-gift-fits'],
    [{ giftMinMinor: 9n, giftMaxMinor: 9n }, undefined],
    [{ giftMinMinor: 9n }, undefined],
    [{ giftMaxMinor: 0n }, undefined],
    [{ giftMaxMinor: -1n }, 'no-gift-fits'],
    [{ approvalHours: 24, remindHours: 24 }, 'nobody-is-reminded'],
    [{ approvalHours: 24, remindHours: 25 }, 'nobody-is-reminded'],
    [{ approvalHours: 25, remindHours: 24 }, undefined],
    [{ giftMinMinor: 2n, giftMaxMinor: 1n, approvalHours: 1, remindHours: 1 }, 'no-gift-fits'],
  ])('with %o are: %s', (rules, conflict) => {
    expect(findConflict({ ...NO_RULES, ...rules })).toBe(conflict);
  });
});

it('keeps changes as JSON, what is removed as well, and reads them as they were', () => {
  const changes: RulesChanges = {
    giftMaxMinor: null,
    giftMinMinor: 5n,
    guests: 'refused',
    pairShare: { maxPercent: 40, fromMinor: 100n, onExcess: 'warn' },
    allowanceMinor: { hr: null, admin: 4n },
    remindHours: null,
  };
  const stored = storeRules(changes);

  expect(stored).toEqual({
    giftMaxMinor: null,
    giftMinMinor: '5',
    guests: 'refused',
    pairShare: { maxPercent: 40, fromMinor: '100', onExcess: 'warn' },
    allowanceMinor: { hr: null, admin: '4' },
    remindHours: null,
  });
  expect(rulesChangesOf(JSON.parse(JSON.stringify(stored)))).toEqual(changes);
});
