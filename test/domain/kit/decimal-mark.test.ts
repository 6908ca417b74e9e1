import { describe, expect, it } from 'vitest';
import { decideMark, markOf } from '#src/domain/kit/decimal-mark.ts';

describe('the mark before the fraction', () => {
  it.each([
    ['25', undefined],
    ['', undefined],
    ['€ 25', undefined],
    ['twenty', undefined],
    ['25.50', '.'],
    ['25,50', ','],
    ['25.5', '.'],
    ['25,5', ','],
    ['1.0000', '.'],
    ['1,000.50', '.'],
    ['1.000,50', ','],
    ['1,000.5', '.'],
    ['1.000,000', ','],
    ['1,000.000', '.'],
    ['1.000.000', ','],
    ['1,000,000', '.'],
    ['1,00,000', '.'],
    ['1.000', 'unclear'],
    ['1,000', 'unclear'],
    ['1.000 €', 'unclear'],
    ['x', undefined],
    ['$1,000', 'unclear'],
    ['  $ 25.50  ', '.'],
    ['EUR 25,50', ','],
    ['25,50 EUR', ','],
    ['25,50\u00A0€', ','],
    ["1'000.50", '.'],
    ['1\u00A0000,50', ','],
    ['1\u202F000,5', ','],
    ['1 000,5', ','],
    ['Rs. 500', undefined],
    ['500 kr.', undefined],
    ['25.50 x 2', undefined],
    ['1,5 or 2,5', undefined],
  ] as const)('of %s is %s', (amount, mark) => {
    expect(markOf(amount)).toBe(mark);
  });
});

describe('the mark of a whole file', () => {
  const SEEN = { line: 2, text: '…' };

  it.each([
    ['a point when nothing shows any', {}, '.'],
    ['a comma when one shows it', { ',': SEEN, unclear: SEEN }, ','],
    ['a point when one shows it', { '.': SEEN, unclear: SEEN }, '.'],
    ['unknown when its amounts contradict each other', { ',': SEEN, '.': SEEN }, undefined],
    ['unknown when they may all mean two things', { unclear: SEEN }, undefined],
  ] as const)('is %s', (_, evidence, mark) => {
    expect(decideMark(evidence)).toBe(mark);
  });
});
