import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  presetRange,
  RANGE_PRESETS,
  rangeBefore,
  wholeMonth,
  wholeYear,
} from '#src/domain/report/day-range.ts';

const DAY_MS = 86_400_000;

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

function lengthOf({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

describe('days with a name', () => {
  it.each([
    ['this-month', '2026-11-01', '2026-11-30'],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['this-quarter', '2026-10-01', '2026-12-31'],
    ['this-year', '2026-01-01', '2026-12-31'],
    ['last-12-months', '2025-12-01', '2026-11-30'],
  ] as const)('are, for %s in the middle of November, those from %s to %s', (preset, from, to) => {
    expect(presetRange(preset, '2026-11-16')).toEqual({ from, to });
  });

  it.each([
    ['last-month', '2028-03-31', '2028-02-01', '2028-02-29'],
    ['last-month', '2027-01-01', '2026-12-01', '2026-12-31'],
    ['this-quarter', '2027-01-01', '2027-01-01', '2027-03-31'],
    ['last-12-months', '2028-02-29', '2027-03-01', '2028-02-29'],
  ] as const)('hold at the turns of months and years: %s on %s', (preset, today, from, to) => {
    expect(presetRange(preset, today)).toEqual({ from, to });
  });

  it('have today among them, but for last month', () => {
    const property = fc.property(day, fc.constantFrom(...RANGE_PRESETS), (today, preset) => {
      const { from, to } = presetRange(preset, today);
      return preset === 'last-month' ? to < today : from <= today && today <= to;
    });

    expect(fc.check(property).failed).toBe(false);
  });
});

describe('the days before', () => {
  it.each([
    ['a month', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['a February after a leap day', '2028-03-01', '2028-03-31', '2028-02-01', '2028-02-29'],
    ['a quarter', '2026-10-01', '2026-12-31', '2026-07-01', '2026-09-30'],
    ['a year', '2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
    ['a week', '2026-11-09', '2026-11-15', '2026-11-02', '2026-11-08'],
    ['a day', '2026-03-01', '2026-03-01', '2026-02-28', '2026-02-28'],
  ])('are as long as %s', (_, from, to, expectedFrom, expectedTo) => {
    expect(rangeBefore({ from, to })).toEqual({ from: expectedFrom, to: expectedTo });
  });

  it('end right before, and are as many where they are no whole months', () => {
    const property = fc.property(day, fc.integer({ min: 0, max: 800 }), (from, more) => {
      const to = new Date(Date.parse(from) + more * DAY_MS).toISOString().slice(0, 10);
      const before = rangeBefore({ from, to });
      const follows = Date.parse(before.to) + DAY_MS === Date.parse(from);
      const isOfMonths = from.endsWith('-01') && new Date(Date.parse(to) + DAY_MS).getUTCDate() === 1;
      return follows && (isOfMonths || lengthOf(before) === lengthOf({ from, to }));
    });

    expect(fc.check(property).failed).toBe(false);
  });
});

describe('a calendar month and year', () => {
  it('are known by their first and last day', () => {
    expect(wholeMonth({ from: '2028-02-01', to: '2028-02-29' })).toBe('2028-02');
    expect(wholeMonth({ from: '2026-02-01', to: '2026-03-31' })).toBeUndefined();
    expect(wholeYear({ from: '2026-01-01', to: '2026-12-31' })).toBe('2026');
    expect(wholeYear({ from: '2026-01-01', to: '2027-12-31' })).toBeUndefined();
  });
});
