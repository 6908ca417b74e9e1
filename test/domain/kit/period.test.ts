import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isTimeZone, type Period, periodOf } from '#src/domain/kit/period.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Niue',
  'Australia/Lord_Howe',
  'America/Asuncion',
  'Africa/Cairo',
];

const zone = fc.constantFrom(...ZONES);
const instant = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
});

function monthOf(now: Date, timeZone: string): Period {
  return periodOf(now, { timeZone, kind: 'month', fiscalStartMonth: 1 });
}

function at(iso: string): Date {
  return new Date(iso);
}

function month(iso: string, timeZone: string) {
  const { key, start, end } = monthOf(at(iso), timeZone);
  return { key, start: start.toISOString(), end: end.toISOString() };
}

describe('the month of a department', () => {
  it.each([
    ['2026-11-16T10:00:00Z', 'UTC', '2026-11-01', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', 'UTC', '2026-12-01', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2027-01-01T00:00:00Z', 'UTC', '2027-01-01', '2027-01-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'],
    ['2028-02-29T12:00:00Z', 'UTC', '2028-02-01', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    [
      '2026-11-30T15:00:00Z',
      'Asia/Tokyo',
      '2026-12-01',
      '2026-11-30T15:00:00.000Z',
      '2026-12-31T15:00:00.000Z',
    ],
    [
      '2026-12-01T04:59:59Z',
      'America/New_York',
      '2026-11-01',
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ],
    [
      '2026-03-15T00:00:00Z',
      'Europe/Berlin',
      '2026-03-01',
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ],
    [
      '2026-06-30T18:30:00Z',
      'Asia/Kolkata',
      '2026-07-01',
      '2026-06-30T18:30:00.000Z',
      '2026-07-31T18:30:00.000Z',
    ],
    [
      '2026-10-31T10:00:00Z',
      'Pacific/Kiritimati',
      '2026-11-01',
      '2026-10-31T10:00:00.000Z',
      '2026-11-30T10:00:00.000Z',
    ],
  ])('at %s in %s begins on %s', (now, timeZone, key, start, end) => {
    expect(month(now, timeZone)).toEqual({ key, start, end });
  });

  it('begins at one o’clock where the clocks leave midnight of its first day out', () => {
    expect(month('2023-10-15T00:00:00Z', 'America/Asuncion')).toMatchObject({
      key: '2023-10-01',
      start: '2023-10-01T04:00:00.000Z',
    });
  });

  it('holds every instant in one month, and the next begins where it ends', () => {
    fc.assert(
      fc.property(instant, zone, (now, timeZone) => {
        const { key, start, end } = monthOf(now, timeZone);
        expect(start.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(end.getTime()).toBeGreaterThan(now.getTime());
        expect(monthOf(end, timeZone).start).toEqual(end);
        expect(monthOf(new Date(end.getTime() - 1), timeZone).key).toBe(key);
        expect(monthOf(start, timeZone)).toEqual({ key, start, end });
      }),
    );
  });

  it('is the month of the day', () => {
    fc.assert(
      fc.property(instant, zone, (now, timeZone) => {
        expect(`${dayOf(now, timeZone).slice(0, 7)}-01`).toBe(monthOf(now, timeZone).key);
      }),
    );
  });
});

describe('a day', () => {
  it.each([
    ['2026-12-01T05:00:00Z', 'America/Los_Angeles', '2026-11-30'],
    ['2026-12-01T05:00:00Z', 'Asia/Tokyo', '2026-12-01'],
    ['2028-02-29T23:59:59Z', 'UTC', '2028-02-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
  ])('at %s in %s is %s', (now, timeZone, day) => {
    expect(dayOf(at(now), timeZone)).toBe(day);
  });
});

describe('a time zone', () => {
  it.each(ZONES)('%s is one', (name) => expect(isTimeZone(name)).toBe(true));

  it.each(['Mars/Olympus', '', 'Berlin', 'Europe/Berlin; drop'])('%j is none', (name) =>
    expect(isTimeZone(name)).toBe(false),
  );
});
