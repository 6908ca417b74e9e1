import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  listPayPeriods,
  PAY_KINDS,
  payPeriodOf,
  type TaxSetting,
  taxSettingOn,
} from '#src/domain/report/tax-setting.ts';

const day = fc.integer({ min: 0, max: 1_500 }).map(dayAt);
const setting: fc.Arbitrary<TaxSetting> = fc.record({
  since: day,
  basis: fc.constantFrom('issue', 'redemption'),
  isGrossedUp: fc.boolean(),
  pay: fc.record({ kind: fc.constantFrom(...PAY_KINDS), anchor: day }),
});

function dayAt(index: number): string {
  return new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
}

describe('pay periods', () => {
  it('hold every day exactly once, whatever was set when', () => {
    fc.assert(
      fc.property(fc.array(setting, { maxLength: 4 }), day, (settings, asked) => {
        const { from, to } = payPeriodOf(settings, asked);

        expect(from <= asked && asked <= to).toBe(true);
        for (let at = from; at <= to; at = dayAfter(at)) {
          expect(payPeriodOf(settings, at)).toEqual({ from, to });
        }
        const [, before] = listPayPeriods(settings, asked, 2);
        expect(dayAfter(before?.to ?? '')).toBe(from);
      }),
    );
  });

  it('are half months of fifteen days and the rest, and weeks from their first day', () => {
    const half = { pay: { kind: 'half-month', anchor: '2026-01-05' } } as TaxSetting;
    const weeks = { pay: { kind: 'two-weeks', anchor: '2026-11-02' } } as TaxSetting;
    const since = '2026-01-01';

    expect(payPeriodOf([{ ...half, since }], '2028-02-29')).toEqual({ from: '2028-02-16', to: '2028-02-29' });
    expect(payPeriodOf([{ ...weeks, since }], '2026-11-15')).toEqual({
      from: '2026-11-02',
      to: '2026-11-15',
    });
    expect(payPeriodOf([{ ...weeks, since }], '2026-11-01')).toEqual({
      from: '2026-10-19',
      to: '2026-11-01',
    });
  });
});

describe('what was set', () => {
  it('holds from its day on, and what was said later about the same day holds', () => {
    const base = { isGrossedUp: false, pay: { kind: 'month', anchor: '2026-01-05' } } as const;
    const settings: TaxSetting[] = [
      { ...base, since: '2027-01-01', basis: 'redemption' },
      { ...base, since: '2026-12-01', basis: 'issue' },
      { ...base, since: '2027-01-01', basis: 'issue' },
    ];

    expect(taxSettingOn(settings.slice(0, 2), '2027-01-01').basis).toBe('redemption');
    expect(taxSettingOn(settings, '2027-01-01').basis).toBe('issue');
    expect(taxSettingOn([], '2027-01-01').basis).toBe('issue');
  });
});

function dayAfter(text: string): string {
  return new Date(Date.parse(text) + 86_400_000).toISOString().slice(0, 10);
}
