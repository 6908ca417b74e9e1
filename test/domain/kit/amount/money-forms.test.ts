import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import { FORMS, type Meaning, SENTENCES } from './money-forms.ts';

function meaningOf(typed: string, currency: string, decimal?: DecimalMark): Meaning {
  const read = readAmount(typed, { currency, ...(decimal && { decimal }) });
  if (!read.ok) return { why: read.problem.why };
  return read.amountMinor === 0n ? { why: 'zero' } : toDecimal({ amountMinor: read.amountMinor, currency });
}

function decimalOf(meaning: Meaning, currency: string): Meaning {
  if (typeof meaning !== 'string') return meaning;
  const [whole = '', fraction = ''] = meaning.split('.');
  const digits = toDecimal({ amountMinor: 1n, currency }).split('.')[1]?.length ?? 0;
  return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
}

describe('an amount that is a whole text', () => {
  it('is tried in 300 forms and more', () => {
    const typed = new Set([...FORMS, ...SENTENCES].map((form) => `${form.currency} ${form.typed}`));

    expect(typed.size).toBe(FORMS.length + SENTENCES.length);
    expect(typed.size).toBeGreaterThan(300);
  });

  it('is below zero with a minus that stands apart', () => {
    expect(meaningOf('- 5', 'USD')).toEqual({ why: 'negative' });
  });

  it.each(FORMS)('$typed, where $currency is given', ({ typed, currency, meaning }) => {
    expect(meaningOf(typed, currency)).toEqual(decimalOf(meaning, currency));
  });
});

/** Pieces of what people type, so that texts come close to amounts. */
const piece = fc.constantFrom(
  ...Array.from("00123456789...,,,  -'’$€kx%+()/*\n\u00a0\u202f\u200b\u202e٣５½"),
  ...' USD| usd|USD | eur| each| cents| dozen| and |,-|000|.00'.split('|'),
);
const almostAmounts = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(''));

/** Fewer where each of thousands of altered programs is tried by them. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 20_000);

describe('an amount that is accepted', () => {
  it('is what all of its digits spell, in their order, and never a part of them', () => {
    let accepted = 0;
    fc.assert(
      fc.property(almostAmounts, (typed) => {
        const read = readAmount(typed, { currency: 'USD' });
        if (!read.ok) return;
        accepted += 1;
        const digits = typed.replaceAll(/\D/gu, '');
        const visible = typed.replaceAll('\u200b', '');
        // Three digits behind the last mark are thousands, in dollars; any other number of them is a fraction.
        const behindMark = /[.,](\d+)\D*$/u.exec(visible)?.[1]?.length ?? 0;
        const places = behindMark === 3 ? 0 : behindMark;
        expect(read.amountMinor * 10n ** BigInt(places)).toBe(BigInt(digits) * 100n);
        expect(typed).not.toMatch(/[%k+()\u202e½٣５x]|eur|cent|dozen/u);
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(numRuns / 50);
  });
});

describe('what is unlike the other amounts of a file', () => {
  it.each([
    ['25,50', '.', '25.50', '2550'],
    ['1.000,50', '.', '1000.50', '100050'],
  ] as const)('is told with both that it may mean: %s', (typed, decimal, one, other) => {
    expect(readAmount(typed, { currency: 'EUR', decimal })).toEqual({
      ok: false,
      problem: { why: 'unclear', typed, one, other },
    });
  });

  it('is told as it is typed, with what is given and expected', () => {
    expect(readAmount(' $25 ', { currency: 'EUR' })).toEqual({
      ok: false,
      problem: { why: 'wrong-currency', typed: ' $25 ', given: '$', expected: 'EUR' },
    });
    expect(readAmount(' 1.000 ', { currency: 'EUR' })).toEqual({
      ok: false,
      problem: { why: 'unclear', typed: ' 1.000 ', one: '1', other: '1000' },
    });
  });
});

describe('a file whose own numbers tell its mark', () => {
  it.each([
    ['1.000', ',', '1000.00'],
    ['1.000,50', ',', '1000.50'],
    ['25,00', ',', '25.00'],
    ['25', ',', '25.00'],
    ['1,000', '.', '1000.00'],
    ['25.50', '.', '25.50'],
    ['1,000', ',', { why: 'unclear' }],
    ['1.000', '.', { why: 'unclear' }],
    ['25.50', ',', { why: 'unclear' }],
    ['25,50', '.', { why: 'unclear' }],
  ] as const)('reads %s where fractions follow “%s”', (typed, decimal, meaning) => {
    expect(meaningOf(typed, 'EUR', decimal)).toEqual(meaning);
  });
});
