import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '#src/domain/kit/amount/parse-amount.ts';
import { toMinor } from '#src/domain/kit/amount/to-minor.ts';
import { formatMoney, isCurrency, toDecimal } from '#src/domain/kit/money.ts';

/** Intl puts no-break spaces between a code and its number. */
function plain(text: string): string {
  return text.replaceAll(/\p{Zs}/gu, ' ');
}

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'HUF', 'IQD', 'TND');

describe('money in its smallest unit', () => {
  it.each([
    ['25', 'USD', 2_500n],
    ['25.5', 'USD', 2_550n],
    ['25.50000', 'USD', 2_550n],
    ['0.01', 'USD', 1n],
    ['2500', 'JPY', 2_500n],
    ['2500.00', 'JPY', 2_500n],
    ['1.234', 'KWD', 1_234n],
    ['1.000', 'KWD', 1_000n],
    ['25', 'HUF', 2_500n],
    ['0000000000000000025', 'USD', 2_500n],
    ['9999999999999.99', 'USD', 999_999_999_999_999n],
  ])('%s %s', (decimal, code, minor) => {
    expect(toMinor(decimal, code)).toEqual({ ok: true, amountMinor: minor });
  });

  it.each(['0', '0.00'])('%s is nothing, and that is an amount too', (decimal) => {
    expect(toMinor(decimal, 'USD')).toEqual({ ok: true, amountMinor: 0n });
  });

  it.each([
    ['0.001', 'USD'],
    ['25.001', 'USD'],
    ['1.000', 'USD'],
    ['2.000', 'JPY'],
    ['0.5', 'JPY'],
    ['1.2345', 'KWD'],
    ['10000000000000.00', 'USD'],
    ['9'.repeat(400), 'USD'],
    ['-1', 'USD'],
    ['1e2', 'USD'],
    ['1.x', 'USD'],
    ['1.5x', 'USD'],
    ['1.x5', 'USD'],
    ['', 'USD'],
  ])('%s %s cannot be read', (decimal, code) => {
    expect(toMinor(decimal, code).ok).toBe(false);
  });

  it('comes back as it went in', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 999_999_999_999_999n }), currency, (amountMinor, code) => {
        const decimal = toDecimal({ amountMinor, currency: code });
        expect(toMinor(decimal, code)).toEqual({ ok: true, amountMinor });
        expect(parseAmount(`${decimal} ${code}`)).toEqual({
          ok: true,
          amount: { amount: decimal, currency: code },
        });
      }),
    );
  });

  it('keeps the sign of what is owed', () => {
    expect(toDecimal({ amountMinor: -5n, currency: 'USD' })).toBe('-0.05');
    expect(toDecimal({ amountMinor: 0n, currency: 'JPY' })).toBe('0');
  });
});

describe('money as people read it', () => {
  it.each([
    [2_500n, 'USD', 'en-US', '$25.00'],
    [123_456_789n, 'USD', 'en-US', '$1,234,567.89'],
    [2_500n, 'JPY', 'en-US', '¥2,500'],
    [1_234n, 'KWD', 'en-US', 'KWD 1.234'],
    [2_500n, 'HUF', 'en-US', 'HUF 25.00'],
    [123_456n, 'EUR', 'de-DE', '1.234,56 €'],
    [-100n, 'USD', 'en-US', '-$1.00'],
  ])('%s %s in %s is %s', (amountMinor, code, locale, expected) => {
    expect(plain(formatMoney({ amountMinor, currency: code }, locale))).toBe(expected);
  });

  it('loses no cent, however much it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), currency, (amountMinor, code) => {
        const digits = formatMoney({ amountMinor, currency: code }).replaceAll(/\D/gu, '');
        expect(BigInt(digits)).toBe(amountMinor);
      }),
    );
  });
});

describe('a currency', () => {
  it.each(['USD', 'EUR', 'JPY', 'KWD'])('%s is one', (code) => expect(isCurrency(code)).toBe(true));

  it.each(['usd', 'XYZ', 'US', '', 'FOR'])('%j is none', (code) => expect(isCurrency(code)).toBe(false));
});
