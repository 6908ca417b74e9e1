import { describe, expect, it } from 'vitest';
import {
  type DepartmentMonth,
  dueMonth,
  monthBefore,
  monthReportFor,
} from '#src/domain/report/month-report.ts';

describe('the month to tell of', () => {
  it.each([
    ['2026-12-01T07:59:00Z', 'UTC', undefined],
    ['2026-12-01T08:00:00Z', 'UTC', '2026-11'],
    ['2026-12-07T23:59:00Z', 'UTC', '2026-11'],
    ['2026-12-08T00:00:00Z', 'UTC', undefined],
    ['2027-01-02T00:00:00Z', 'UTC', '2026-12'],
    ['2026-11-30T18:00:00Z', 'Pacific/Kiritimati', '2026-11'],
    ['2026-12-01T12:59:00Z', 'America/Los_Angeles', undefined],
    ['2026-12-01T16:00:00Z', 'America/Los_Angeles', '2026-11'],
  ])('at %s in %s is %s', (at, timeZone, month) => {
    expect(dueMonth(new Date(at), timeZone)).toBe(month);
  });

  it('follows the one before it, over the end of a year', () => {
    expect([monthBefore('2026-11'), monthBefore('2027-01')]).toEqual(['2026-10', '2026-12']);
  });
});

function month(department: string, more: Partial<DepartmentMonth> = {}): DepartmentMonth {
  return {
    departmentId: department,
    department,
    currency: 'USD',
    gifts: 2,
    givenMinor: 5_000n,
    beforeMinor: 1_000n,
    unclaimedMinor: 500n,
    ...more,
  };
}

describe('what somebody is told of a month', () => {
  it('is every department for HR and finance, the largest first, without adding currencies', () => {
    const departments = [
      month('Berlin', { currency: 'EUR', givenMinor: 100n }),
      month('Design'),
      month('Sales', { givenMinor: 9_000n }),
    ];

    const report = monthReportFor(
      { role: 'finance', departmentId: 'Finance' },
      { month: '2026-11', departments },
    );

    expect(report?.lines.map(({ department }) => department)).toEqual(['Sales', 'Design', 'Berlin']);
    expect(report?.totals).toEqual([
      {
        gifts: 4,
        given: { amountMinor: '14000', currency: 'USD' },
        before: { amountMinor: '2000', currency: 'USD' },
        unclaimed: { amountMinor: '1000', currency: 'USD' },
      },
      {
        gifts: 2,
        given: { amountMinor: '100', currency: 'EUR' },
        before: { amountMinor: '1000', currency: 'EUR' },
        unclaimed: { amountMinor: '500', currency: 'EUR' },
      },
    ]);
  });

  it('is their own department for a manager, and nothing where nothing is to tell', () => {
    const departments = [
      month('Design'),
      month('Sales', { gifts: 0, givenMinor: 0n, beforeMinor: 0n, unclaimedMinor: 0n }),
    ];
    function told(departmentId: string) {
      return monthReportFor({ role: 'manager', departmentId }, { month: '2026-11', departments });
    }

    expect(told('Design')).toMatchObject({ isAll: false, lines: [{ department: 'Design' }] });
    expect([told('Sales'), told('Nowhere')]).toEqual([undefined, undefined]);
  });

  it('names eight departments, and says how many more there are, which count in the sum', () => {
    const departments = Array.from({ length: 11 }, (_, index) =>
      month(`D${index}`, { givenMinor: BigInt(index) * 100n }),
    );

    const report = monthReportFor({ role: 'hr', departmentId: 'x' }, { month: '2026-11', departments });

    expect([report?.lines.length, report?.more, report?.totals[0]?.given.amountMinor]).toEqual([
      8,
      3,
      '5500',
    ]);
  });
});
