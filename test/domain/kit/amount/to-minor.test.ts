import { describe, expect, it } from 'vitest';
import { decimalMarkOf, readNumber } from '#src/domain/kit/amount/read-number.ts';
import { minorOrZero, toMinor } from '#src/domain/kit/amount/to-minor.ts';

describe('the digits of a number', () => {
  it.each([
    ['25', '25'],
    ['0025', '0025'],
    ['25.5', '25.5'],
    ['25,5', '25.5'],
    ['25,555', '25,555'],
    ['0,555', '0.555'],
    ['25,5555', undefined],
    ['25.5555', '25.5555'],
    ['1,000', '1,000'],
    ['999.999', '999.999'],
    ['1234.567', '1234.567'],
    ['1234,567', '1234.567'],
    ['0.000', '0.000'],
    ['1,00,000', '1,00,000'],
    ['12,34,56,789', '12,34,56,789'],
    ['1,00,000.50', '1,00,000.50'],
    ['123,45,678', undefined],
    ['0,00,000', undefined],
    ['1,00,0000', undefined],
    ['1,00,000,50', undefined],
    ['1 000', '1000'],
    ['12 345 678', '12345678'],
    ['1\u202f000,5', '1000.5'],
    ["1'000.50", '1000.50'],
    ['1’000', '1000'],
    ['1ʼ000', '1000'],
    ['1＇000', '1000'],
    ['1`000', '1000'],
    ['1´000', '1000'],
    ['2’5', undefined],
    ['1’00', undefined],
    ['1.000.000', '1000000'],
    ['1.000,50', '1000.50'],
    ['1,000.5', '1000.5'],
    ['1,000,000.5', '1000000.5'],
    ['1,000,5', undefined],
    ['1.000.5', undefined],
    ['1 000.000', '1000.000'],
    ["1'000,000", '1000.000'],
    ['1 000 00', undefined],
    ["1 000'000", undefined],
    ['1 0000', undefined],
    ['0 000', undefined],
    ['1234 000', undefined],
    ['1  000', undefined],
    ['x1 000', undefined],
    ['1 000x', undefined],
    ['1 000.5x', undefined],
    ['x25', undefined],
    ['25x', undefined],
    ['25.', undefined],
    ['', undefined],
    ['1.000.000.5', undefined],
  ])('“%s” are “%s”', (text, digits) => {
    expect(readNumber(text)).toBe(digits);
  });
});

describe('the mark before a fraction', () => {
  it.each([
    ['25', undefined],
    ['25.5', '.'],
    ['25,5', ','],
    ['1.000', undefined],
    ['1,000', undefined],
    ['1,000.5', '.'],
    ['1.000,555', ','],
    ['1.000.000', undefined],
    ['1,00,000', undefined],
    ['1,00,000.5', undefined],
    ['1234.567', '.'],
    ['25.5x', undefined],
    ['1,00,000.50', undefined],
  ])('of %s is certainly “%s”', (number, mark) => {
    expect(decimalMarkOf(number)).toBe(mark);
  });
});

/** An amount in minor units, or why it is none, with all that is said of it. */
function minorOf(number: string, currency: string, decimal?: '.' | ','): bigint | string {
  const read = toMinor(number, currency, decimal);
  if (read.ok) return read.amountMinor;
  const { typed, ...problem } = read.problem;
  expect(typed).toBe(number);
  return Object.values(problem).join(' ');
}

describe('an amount in the smallest unit of its currency', () => {
  it.each([
    ['25', 'USD', 2_500n],
    ['25.5', 'USD', 2_550n],
    ['25.50000', 'USD', 2_550n],
    ['25.', 'USD', 2_500n],
    ['007', 'USD', 700n],
    ['0', 'USD', 0n],
    ['25', 'JPY', 25n],
    ['25.00', 'JPY', 25n],
    ['1.234', 'KWD', 1_234n],
    ['1.2', 'KWD', 1_200n],
    ['1234.501', 'USD', 'too-fine 2 USD'],
    ['0.500', 'USD', 'too-fine 2 USD'],
    ['0.5000', 'USD', 50n],
    ['25.5', 'JPY', 'too-fine 0 JPY'],
    ['1.23456', 'KWD', 'too-fine 3 KWD'],
    ['1000.000', 'KWD', 1_000_000n],
    ['9999999999999.99', 'USD', 999_999_999_999_999n],
    ['10000000000000', 'USD', 'too-large'],
    ['00000000000000000001', 'USD', 100n],
    ['', 'USD', 'not-an-amount'],
    ['-1', 'USD', 'not-an-amount'],
    ['1x', 'USD', 'not-an-amount'],
    ['x1', 'USD', 'not-an-amount'],
    ['1.x', 'USD', 'not-an-amount'],
    ['1.2x', 'USD', 'not-an-amount'],
    ['1.x2', 'USD', 'not-an-amount'],
    ['1.2.3', 'USD', 'not-an-amount'],
  ])('of %s %s is %s', (number, currency, minor) => {
    expect(minorOf(number, currency)).toBe(minor);
    expect(minorOrZero(number, currency)).toBe(typeof minor === 'bigint' ? minor : 0n);
  });

  it.each(
    'USD GBP JPY CNY KRW INR AUD CAD NZD HKD SGD TWD MXN PHP THB MYR ILS NGN KES GHS TZS UGX PKR BDT LKR NPR EGP AED SAR QAR JMD TTD BBD BSD'.split(
      ' ',
    ),
  )('of 1,000 %s is a thousand, as it is written wherever that currency is used', (currency) => {
    expect(minorOf('1,000', currency)).toBe(toMinorOf(1_000n, currency));
    expect(minorOf('1.000', currency)).toBe('unclear 1 1000');
  });

  it.each('EUR CHF SEK BRL PLN IDR'.split(' '))('of 1,000 %s may be two', (currency) => {
    expect(minorOf('1,000', currency)).toBe('unclear 1 1000');
  });

  it.each('INR PKR BDT LKR NPR BTN'.split(' '))('of 1,00,000 %s is a lakh', (currency) => {
    expect(minorOf('1,00,000', currency)).toBe(10_000_000n);
    expect(minorOf('1,00,000.50', currency)).toBe(10_000_050n);
  });

  it('of 1,00,000 of any other currency is not taken for a lakh without asking', () => {
    expect(minorOf('1,00,000', 'USD')).toBe('worked-out 100000');
    expect(minorOf('12,34,567.5', 'USD')).toBe('worked-out 1234567.5');
  });

  it.each([
    ['2.500', 'USD', undefined, 'unclear 2.5 2500'],
    ['2.500', 'EUR', undefined, 'unclear 2.5 2500'],
    ['10.000', 'EUR', undefined, 'unclear 10 10000'],
    ['10.050', 'EUR', undefined, 'unclear 10.05 10050'],
    ['2.500', 'EUR', ',', 250_000n],
    ['2,500', 'EUR', '.', 250_000n],
    ['2.500', 'EUR', '.', 'unclear 2.5 2500'],
    ['2,500', 'USD', ',', 'unclear 2.5 2500'],
    ['2.500', 'KWD', undefined, 2_500n],
    ['2.500', 'KWD', '.', 2_500n],
    ['2,500', 'KWD', ',', 2_500n],
    ['2,500', 'KWD', '.', 2_500_000n],
    ['2.500', 'KWD', ',', 2_500_000n],
    ['2,500', 'KWD', undefined, 'unclear 2.5 2500'],
    ['1.234', 'CLF', undefined, 12_340n],
  ] as const)(
    'of %s %s, in a file whose fractions follow “%s”, is %s',
    (number, currency, decimal, minor) => {
      expect(minorOf(number, currency, decimal)).toBe(minor);
    },
  );
});

function toMinorOf(whole: bigint, currency: string): bigint {
  return currency === 'JPY' || currency === 'KRW' || currency === 'UGX' ? whole : whole * 100n;
}
