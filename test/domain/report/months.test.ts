import { describe, expect, it } from 'vitest';
import { monthsOfYears, monthToDate } from '#src/domain/report/months.ts';

describe('a month up to a day', () => {
  it.each([
    ['2026-11-20', '2026-10-01', '2026-10-20'],
    ['2026-01-05', '2025-12-01', '2025-12-05'],
    // A shorter month before has no such day: all of it counts.
    ['2026-03-31', '2026-02-01', '2026-02-28'],
    ['2028-03-30', '2028-02-01', '2028-02-29'],
    ['2026-05-01', '2026-04-01', '2026-04-01'],
  ])('up to %s is compared with as many days of the month before', (today, from, to) => {
    expect(monthToDate(today)).toEqual({
      now: { from: `${today.slice(0, 7)}-01`, to: today },
      before: { from, to },
    });
  });
});

describe('the months of two years', () => {
  it('are whole, one after the other', () => {
    const { thisYear, lastYear } = monthsOfYears('2028-02-10');

    expect([thisYear.length, lastYear.length]).toEqual([12, 12]);
    expect(thisYear[1]).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(lastYear[1]).toEqual({ from: '2027-02-01', to: '2027-02-28' });
    expect(lastYear[11]).toEqual({ from: '2027-12-01', to: '2027-12-31' });
  });
});
