import { describe, expect, it } from 'vitest';
import {
  type Calendar,
  dayStart,
  isDay,
  PERIOD_KINDS,
  periodAfter,
  periodBefore,
  periodOf,
  yearOf,
} from '#src/domain/kit/period.ts';

function calendar(kind: Calendar['kind'], fiscalStartMonth = 1, timeZone = 'UTC'): Calendar {
  return { kind, fiscalStartMonth, timeZone };
}

function days(at: string, calendar: Calendar): string[] {
  const { key, start, end } = periodOf(new Date(at), calendar);
  return [key, start.toISOString().slice(0, 10), end.toISOString().slice(0, 10)];
}

describe('a period', () => {
  it.each([
    ['2026-11-16T00:00:00Z', 'week', 1, '2026-11-16/P7D', '2026-11-16', '2026-11-23'],
    ['2026-11-15T23:59:59Z', 'week', 1, '2026-11-09/P7D', '2026-11-09', '2026-11-16'],
    ['2026-11-19T12:00:00Z', 'week', 1, '2026-11-16/P7D', '2026-11-16', '2026-11-23'],
    ['2026-11-19T12:00:00Z', 'week', 4, '2026-11-16/P7D', '2026-11-16', '2026-11-23'],
    ['2026-11-19T12:00:00Z', 'month', 4, '2026-11-01', '2026-11-01', '2026-12-01'],
    ['2026-11-19T12:00:00Z', 'quarter', 1, '2026-10-01/P3M', '2026-10-01', '2027-01-01'],
    ['2026-11-19T12:00:00Z', 'quarter', 2, '2026-11-01/P3M', '2026-11-01', '2027-02-01'],
    ['2026-01-31T12:00:00Z', 'quarter', 12, '2025-12-01/P3M', '2025-12-01', '2026-03-01'],
    ['2026-11-19T12:00:00Z', 'half_year', 1, '2026-07-01/P6M', '2026-07-01', '2027-01-01'],
    ['2026-03-31T12:00:00Z', 'half_year', 4, '2025-10-01/P6M', '2025-10-01', '2026-04-01'],
    ['2026-11-19T12:00:00Z', 'year', 1, '2026-01-01/P1Y', '2026-01-01', '2027-01-01'],
    ['2026-03-31T12:00:00Z', 'year', 4, '2025-04-01/P1Y', '2025-04-01', '2026-04-01'],
    ['2026-04-01T00:00:00Z', 'year', 4, '2026-04-01/P1Y', '2026-04-01', '2027-04-01'],
  ] as const)('of %s, a %s with a fiscal year from month %i, is %s', (at, kind, month, ...expected) => {
    expect(days(at, calendar(kind, month))).toEqual(expected);
  });

  it('is one of five kinds', () => {
    expect(PERIOD_KINDS).toEqual(['week', 'month', 'quarter', 'half_year', 'year']);
  });

  it('has one before it and one after it, without a gap', () => {
    const berlin = calendar('month', 1, 'Europe/Berlin');
    const march = periodOf(new Date('2026-03-15T00:00:00Z'), berlin);

    expect(periodBefore(march, berlin)).toMatchObject({ key: '2026-02-01', end: march.start });
    expect(periodAfter(march, berlin)).toMatchObject({ key: '2026-04-01', start: march.end });
  });
});

it('names a calendar year by its number, in the zone', () => {
  const newYear = new Date('2026-12-31T23:30:00Z');

  expect(yearOf(newYear, 'UTC')).toMatchObject({ key: '2026', end: new Date('2027-01-01') });
  expect(yearOf(newYear, 'Europe/Berlin').key).toBe('2027');
});

it('knows when a day begins in a zone, and days later', () => {
  expect(dayStart('2026-11-23', 'America/New_York')).toEqual(new Date('2026-11-23T05:00:00Z'));
  expect(dayStart('2026-12-31', 'UTC', 1)).toEqual(new Date('2027-01-01T00:00:00Z'));
  expect(() => dayStart('2026-02-30', 'UTC')).toThrow(RangeError);
});

describe('a day', () => {
  it.each(['2026-11-23', '2028-02-29', '2026-01-01', '2026-12-31'])('is %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '26-11-23',
    '2026-1-1',
    '2026-11-23T00:00:00Z',
    ' 2026-11-23',
    'x2026-11-23',
    '2026-11-23x',
    '2026-11-23T00:00:23',
    '2026/11/23',
    '202a-11-23',
    '2026-a1-23',
    '2026-11-a3',
    '',
  ])('is not %j', (text) => {
    expect(isDay(text)).toBe(false);
  });
});
