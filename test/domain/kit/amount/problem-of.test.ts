import { describe, expect, it } from 'vitest';
import { parseAmount } from '#src/domain/kit/amount/parse-amount.ts';

/** The amount that a text is, or why it is none, with what it seems to mean. */
function read(typed: string): string {
  const parsed = parseAmount(typed);
  if (parsed.ok) return Object.values(parsed.amount).join(' ');
  const { why, typed: shown, ...more } = parsed.problem;
  return [why, ...Object.values(more)].join(': ').concat(shown === typed ? '' : ` (${shown})`);
}

describe('an amount to work out', () => {
  it.each([
    ['2x25', '50'],
    ['2 x 25', '50'],
    ['25 X 2', '50'],
    ['2×25', '50'],
    ['2 ✕ 25', '50'],
    ['2 ✖ 25', '50'],
    ['2*25', '50'],
    ['2 times 25', '50'],
    ['2 by 25', '50'],
    ['2 x $25', '$50'],
    ['$25 x 2', '$50'],
    ['2 x 25 EUR', '50 EUR'],
    ['25 EUR x 2', '50 EUR'],
    ['2 x US$25', '50 USD'],
    ['2.5 x 2.5', '6.25'],
    ['2.50 x 2', '5'],
    ['1.5 x 0.5', '0.75'],
    ['10 x 10', '100'],
    ['2 x 0.05', '0.1'],
    ['2 x 0', '0'],
    ['25k', '25000'],
    ['1.5k', '1500'],
    ['1,5k', '1500'],
    ['1 000k', '1000000'],
    ['$25k', '$25000'],
    ['$ 1.5 million', '$1500000'],
    ['25k EUR', '25000 EUR'],
    ['25k€', '25000 EUR'],
    ['25 thousand dollars', '25000 dollars'],
    ['2 hundred', '200'],
    ['2 dozen', '24'],
    ['2 lakh', '200000'],
    ['2 crore', '20000000'],
    ['2bn', '2000000000'],
    ['25c', '0.25'],
    ['5 cents', '0.05'],
    ['50¢', '0.5'],
    ['150 Rp.', undefined],
    ['100 cents', '1'],
    ['1e3', '1000'],
    ['25E2', '2500'],
    ['25e+2', '2500'],
    ['1e0', '1'],
    ['２５', '25'],
    ['＄２５', '$25'],
    ['٢٥', '25'],
    ['२५', '25'],
    ['𝟐𝟓', '25'],
    ['𝟶𝟿', '09'],
    ['０９', '09'],
    ['25 ٥', undefined],
    ['2 x 3 x 4', undefined],
    ['2 x', undefined],
    ['x 25', undefined],
    ['0x10', undefined],
    ['0 x 25', undefined],
    ['1,000 x 2', undefined],
    ['2 x 1.000', undefined],
    ['1.000k', undefined],
    ['1e12', undefined],
    ['1.5e3', undefined],
    ['a1e3', undefined],
    ['12e2', '1200'],
    ['1e3x', undefined],
    ['x(25)k', undefined],
    ['3 crores', '30000000'],
    ['3 billion', '3000000000'],
    ['25k ab', undefined],
    ['25kEUR', undefined],
    ['100 x 5', '500'],
    ['5 x 100', '500'],
    ['1,00,000 x 2', undefined],
    ['25 kilo', undefined],
    ['25 k of it', undefined],
    ['- 25k', undefined],
    ['25 tim 2', undefined],
    ['25 xy 2', undefined],
  ])('%s comes to %s', (typed, reading) => {
    const said = read(typed);

    expect(said.startsWith('worked-out: ') ? said.slice('worked-out: '.length) : undefined).toBe(reading);
  });
});

describe('a number below zero', () => {
  it.each([
    '-5',
    '- 5',
    '−5',
    '–5',
    '—5',
    '-$5',
    '$-5',
    '$ -5',
    '- $ 5',
    'US$-5',
    '5-',
    '5 -',
    '5−',
    '5 —',
    '(5)',
    '($5)',
    '(5 USD)',
  ])('is %s', (typed) => {
    expect(read(typed)).toBe('negative');
  });

  it.each(['EURO-5', 'x (5)', '(5) x', '5 - x', '()', '(x)', '-'])('is not %s', (typed) => {
    expect(read(typed)).not.toBe('negative');
  });
});

describe('a number that is not exact', () => {
  it.each([
    ...'about|around|approx|approx.|approximately|roughly|ca|ca.|c.a.|circa|up to|at least|at most|max|max.|min|maybe|over|under|almost|nearly|more than|less than|~|≈|>|<|±|≥|≤|+|?|About'
      .split('|')
      .map((word) => `${word} 25`),
    ...'or so|or more|or|ish|?|+|??|++|~|about|Max.'.split('|').map((word) => `25 ${word}`),
    '~25',
    '25+',
    '25?',
    '25ish',
  ])('is %s', (typed) => {
    expect(read(typed)).toBe('rough');
  });

  it.each(['roundabout 25', 'about us 25', '25 maybe not', '25 xor', 'x? 25', '25 ?x', '25 +x', '25 x+'])(
    'is not said by %s',
    (typed) => {
      expect(read(typed)).not.toBe('rough');
    },
  );
});

describe('an amount for all together', () => {
  it.each(
    'in all|total|in total|altogether|together|combined|overall|split|share|shared|TOTAL'
      .split('|')
      .map((word) => `100 ${word}`),
  )('is %s', (typed) => {
    expect(read(typed)).toBe('a-total');
  });

  it.each(['100 totally', '100 x total', '100 all', '100 for all'])('is not %s', (typed) => {
    expect(read(typed)).not.toBe('a-total');
  });
});

describe('an amount for each', () => {
  it.each(
    'for each|each|apiece|ea|pp|/each|/ person|/person|/head|per each|per person|per head|per capita|a person|a head|EACH'
      .split('|')
      .map((word) => `25 ${word}`),
  )('is the amount itself: %s', (typed) => {
    expect(read(typed)).toBe('25');
    expect(read(typed.replace('25', '25 EUR'))).toBe('25 EUR');
  });

  it.each(['25 eachx', '25 xeach', '25 per', '25 per people', '25 each of', '25 EUReach'])(
    'is not %s',
    (typed) => {
      expect(read(typed)).not.toMatch(/^25/u);
    },
  );
});

describe('a text that is no amount', () => {
  it.each([
    ['twenty', 'in-words'],
    ['Twenty-five', 'in-words'],
    ['a hundred', 'in-words'],
    ['an hundred', 'in-words'],
    ['a', 'not-an-amount'],
    ['hundreds', 'not-an-amount'],
    ['any hundred', 'not-an-amount'],
    ['lunch for twenty', 'not-an-amount'],
    ['25-30', 'several-numbers'],
    ['25 30', 'several-numbers'],
    ['25. 30', 'several-numbers'],
    ["25 '30", 'several-numbers'],
    ['25, 30', 'several-numbers'],
    ['25a30', 'several-numbers'],
    ['25.30.40', 'not-an-amount'],
    ["25''30", 'not-an-amount'],
    ['25 points', 'unknown-unit: points'],
    ['25 Points for it', 'unknown-unit: Points'],
    ['25%', 'unknown-unit: %'],
    ['25‰', 'unknown-unit: ‰'],
    ['25 XYZ', 'unknown-unit: XYZ'],
    ['25 ABCDE now', 'unknown-unit: ABCDE'],
    ['25 AB', 'not-an-amount'],
    ['25 ABCDEF', 'not-an-amount'],
    ['25 xyz', 'not-an-amount'],
    ['25 XYz', 'not-an-amount'],
    ['25 xXYZ', 'not-an-amount'],
    ['BTC 25', 'unknown-unit: BTC'],
    ['some BTC 25', 'unknown-unit: BTC'],
    ['₿25', 'unknown-unit: ₿'],
    ['points: 25', 'not-an-amount'],
    ['EUR EUR 25', 'not-an-amount'],
    ['XYZ', 'not-an-amount'],
    ['25 €x', 'not-an-amount'],
    ['25 EUR,-', 'not-an-amount'],
    ['xEUR € 25', 'not-an-amount'],
    ['25 € EUR now', 'not-an-amount'],
    ['€ 25,- x', 'not-an-amount'],
    ['25.50,-', 'not-an-amount'],
    ['x Fr. 25', 'not-an-amount'],
    ['25\u2800lunch', 'not-an-amount (25 lunch)'],
    ['ban hundred', 'not-an-amount'],
    ['25 $ ABCx', 'not-an-amount'],
    ['$25 EUR', 'two-currencies'],
    ['\u202e25', 'hidden-order'],
    ['  25  lunch  ', 'not-an-amount (25 lunch)'],
    ['“25 lunch”', 'not-an-amount'],
    ['25\u200b lunch', 'not-an-amount (25 lunch)'],
  ])('%s: %s', (typed, why) => {
    expect(read(typed)).toBe(why);
  });

  it('is not looked into when it is long', () => {
    expect(read(`${'0'.repeat(198)}25`)).toBe(`${'0'.repeat(198)}25`);
    expect(read(`${'0'.repeat(199)}25`)).toBe('not-an-amount');
    expect(read(` ${'0'.repeat(198)}25 `)).toBe(`${'0'.repeat(198)}25`);
  });
});

describe('quotation marks around an amount', () => {
  it.each([
    '*25*',
    '**25**',
    '***25***',
    '_25_',
    '`25`',
    '"25"',
    "'25'",
    '"*25*"',
    '* 25 *',
    '“25”',
    '„25“',
    '«25»',
    '«25»',
    '‘25’',
    '‚25‘',
    '‹25›',
    '“ 25 ”',
  ])('are left out: %s', (typed) => {
    expect(read(typed)).toBe('25');
  });

  it.each(['*25', '25*', '*25_', 'x"25"', 'x “25”', '“25” x', '"25"x', '“25', '25”', '""', '“”', '»25«'])(
    'are not left out where they are none: %s',
    (typed) => {
      expect(read(typed)).not.toBe('25');
    },
  );
});
