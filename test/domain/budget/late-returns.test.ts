import { describe, expect, it } from 'vitest';
import {
  isOver,
  returnOf,
  roomFor,
  splitReturn,
  storeReturn,
  sumReturns,
} from '#src/domain/budget/late-returns.ts';
import { type Calendar, periodOf, periodOfKey } from '#src/domain/kit/period.ts';

describe('what may still be carried into the running period', () => {
  it.each([
    ['nothing where there is no carry-over', 0n, 0n, 0n],
    ['all that the cap allows, if nothing was carried yet', 500n, 0n, 500n],
    ['what is left of the cap', 500n, 200n, 300n],
    ['nothing once the cap is reached', 500n, 500n, 0n],
    ['nothing under a cap that was lowered', 100n, 500n, 0n],
    ['what the period paid for an overspent one, whatever the cap', 0n, -200n, 200n],
    ['that and the cap', 100n, -200n, 300n],
  ])('is %s', (_, cap, carried, room) => {
    expect(roomFor(cap, carried)).toBe(room);
  });
});

describe('what came back late', () => {
  it.each([
    [80n, 100n, 80n, 0n],
    [100n, 100n, 100n, 0n],
    [101n, 100n, 100n, 1n],
    [80n, 0n, 0n, 80n],
  ])(
    'of %i goes on as far as there is room for %i, and the rest to funding',
    (amount, room, carried, back) => {
      expect(splitReturn(amount, room)).toEqual({ carriedMinor: carried, returnedMinor: back });
    },
  );

  it('is summed, and is nothing where nothing came back late', () => {
    const back = { carriedMinor: 0n, returnedMinor: 5n, period: null };
    const carried = { carriedMinor: 3n, returnedMinor: 1n, period: 'week' as const };

    expect(sumReturns([back, carried])).toEqual({ carriedMinor: 3n, returnedMinor: 6n, period: 'week' });
    expect(sumReturns([])).toBeUndefined();
  });

  it('comes out of a row as it was put in', () => {
    const late = { carriedMinor: 3n, returnedMinor: 10n ** 15n, period: 'half_year' as const };

    expect(returnOf(storeReturn(late))).toEqual(late);
  });
});

describe('a period', () => {
  const months: Calendar = { timeZone: 'Europe/Berlin', kind: 'month', fiscalStartMonth: 1 };
  const running = periodOf(new Date('2026-11-16T10:00:00Z'), months);

  it.each([
    ['2026-11-01', false],
    ['2026-12-01', false],
    ['2026-10-01', true],
    ['2027-01-01', true],
    ['2026-11-01/P3M', true],
    ['2026-10-01/P3M', true],
  ])('%s is over, beside a November that runs: %s', (key, expected) => {
    expect(isOver(key, running, months)).toBe(expected);
  });

  it.each(['week', 'month', 'quarter', 'half_year', 'year'] as const)(
    'of a %s is found by its key',
    (kind) => {
      const calendar: Calendar = { timeZone: 'Europe/Berlin', kind, fiscalStartMonth: 4 };
      const period = periodOf(new Date('2026-11-16T10:00:00Z'), calendar);

      expect(periodOfKey(period.key, 'Europe/Berlin')).toEqual(period);
    },
  );

  it('has a key of a length that there is', () => {
    expect(() => periodOfKey('2026-11-01/P2D', 'UTC')).toThrow('no period has the key 2026-11-01/P2D');
  });
});
