import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNamedBy } from '#src/domain/kit/amount/currency-names.ts';
import { BREAK, cutAmount, wordsOf } from '#src/domain/kit/amount/cut-amount.ts';
import { toMinor } from '#src/domain/kit/amount/to-minor.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import { FORMS, type Form, type Meaning, SENTENCES } from './money-forms.ts';

/** What a text begins with, as an amount or why it is none, and what is left of it. */
function cut(text: string, options?: { isForSeveral?: boolean }) {
  const { amount, rest } = cutAmount(wordsOf(text), options);
  return { amount, message: rest.join(' ').replaceAll(BREAK, '⏎') };
}

/** The same as one text: `25 USD | for lunch`, `several-numbers (25 30) | for lunch`. */
function inShort(text: string, options?: { isForSeveral?: boolean }): string {
  const { amount, message } = cut(text, options);
  const read = amount.ok
    ? Object.values(amount.amount).join(' ')
    : `${amount.problem.why} (${amount.problem.typed})`;
  return `${read} | ${message}`;
}

function meaningOf({ typed, currency }: Form): Meaning {
  const { amount } = cut(typed);
  if (!amount.ok) return { why: amount.problem.why };
  const { amount: number, currency: given = currency } = amount.amount;
  if (!isNamedBy(currency, given)) return { why: 'wrong-currency' };
  const minor = toMinor(number, currency);
  if (!minor.ok) return { why: minor.problem.why };
  return minor.amountMinor === 0n ? { why: 'zero' } : toDecimal({ ...minor, currency });
}

function inFull(meaning: Meaning, currency: string): Meaning {
  if (typeof meaning !== 'string') return meaning;
  const minor = toMinor(meaning, currency);
  return minor.ok ? toDecimal({ ...minor, currency }) : meaning;
}

describe('an amount at the front of a text', () => {
  it.each(FORMS)('that is all of it means the same as by itself: $typed', (form) => {
    expect(meaningOf(form)).toEqual(inFull(form.meaning, form.currency));
  });

  it.each(SENTENCES)('is cut off what follows: $typed', (sentence) => {
    const { message } = cut(sentence.typed);

    expect(meaningOf(sentence)).toEqual(inFull(sentence.meaning, sentence.currency));
    const left = message.replaceAll('⏎ ', '').replace(/^for /iu, '');
    expect(typeof sentence.meaning === 'string' ? left : '').toBe(sentence.message ?? '');
  });

  it('is always its first word, whatever that is', () => {
    expect(inShort('hello alice')).toBe('not-an-amount (hello) | alice');
    expect(inShort('')).toBe('not-an-amount () | ');
    expect(inShort('for lunch')).toBe('not-an-amount (for) | lunch');
  });

  it('never loses a digit, nor adds one', () => {
    const word = fc.constantFrom(
      ...'25 3 000 1.000 1,5 USD eur dollars each for lunch - , ! 🎉 <3 :100: x and or to per person k % $30 2nd try'.split(
        ' ',
      ),
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const { amount, message } = cut(text);
        const digits = text.replaceAll(/\D/gu, '');
        const read = amount.ok ? amount.amount.amount : amount.problem.typed;
        const kept = (read + message).replaceAll(/\D/gu, '');

        expect(kept.length).toBeLessThanOrEqual(digits.length);
        expect(amount.ok ? kept : digits).toBe(digits);
      }),
    );
  });
});

describe('a text as words', () => {
  it.each([
    ['25 for lunch', ['25', 'for', 'lunch']],
    [' 25   for\tlunch ', ['25', 'for', 'lunch']],
    ['', []],
    [' \t ', []],
    ['a\nb', ['a', BREAK, 'b']],
    ['a\r\nb\rc', ['a', BREAK, 'b', BREAK, 'c']],
    ['a\n\nb', ['a', BREAK, BREAK, 'b']],
    ['1 2', ['1', '2']],
    ['1  2', ['1', BREAK, '2']],
    ['1   2', ['1', BREAK, '2']],
    ['1\t2', ['1', BREAK, '2']],
    ['1 \t 2', ['1', BREAK, '2']],
    ['1\t\t2', ['1', BREAK, '2']],
    ['1\u00a0\u00a02', ['1', BREAK, '2']],
    ['1  a', ['1', 'a']],
    ['a  1', ['a', '1']],
    ['a\t1', ['a', '1']],
    ['1 \n 2', ['1', BREAK, '2']],
  ])('%j is %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it.each(Array.from('\v\f\u0085\u2028\u2029'))('has a line break at %j', (sign) => {
    expect(wordsOf(`a${sign}b`)).toEqual(['a', BREAK, 'b']);
  });

  it.each(Array.from('\u00a0\u2007\u2009\u202f'))('keeps digits together that %j groups', (space) => {
    expect(wordsOf(`1${space}000 a${space}b 1${space}a a${space}1`)).toEqual([
      `1${space}000`,
      ...'a b 1 a a 1'.split(' '),
    ]);
  });
});

const CONNECTORS = 'x to and plus minus times by bis at of per à je X TO'.split(' ');
const EVERYDAY =
  'all try top cup pen cop mad gel sos bob ron mop bam won real rand sol colon crown som kip zig re da ar le'.split(
    ' ',
  );

describe('the words that belong to an amount', () => {
  it.each(CONNECTORS)('are those between two numbers: “%s”', (word) => {
    expect(cut(`25 ${word} 30 thanks`)).toMatchObject({
      amount: { problem: { typed: `25 ${word} 30` } },
      message: 'thanks',
    });
    const isCount = word === 'times';
    expect(inShort(`25 ${word} lunch 30`)).toBe(
      isCount ? 'unknown-unit (25 times) | lunch 30' : `25 | ${word} lunch 30`,
    );
    expect(inShort(`25 ${word}y 30`)).toBe(`25 | ${word}y 30`);
    expect(inShort(`25 o${word} 30`)).toBe(`25 | o${word} 30`);
  });

  it.each([
    ['25 30', 'several-numbers (25 30) | '],
    ['25 30 35 thanks', 'several-numbers (25 30 35) | thanks'],
    ['25 x2 y', 'worked-out (25 x2) | y'],
    ['25 ×2 y', 'worked-out (25 ×2) | y'],
    ['25 xy2 y', '25 | xy2 y'],
    ['25 (30) y', 'several-numbers (25 (30)) | y'],
    ['25 ... 30 y', 'several-numbers (25 ... 30) | y'],
    ['25 🎉 30 y', 'several-numbers (25 🎉 30) | y'],
    ['25\n\n30 y', expect.stringMatching(/^several-numbers .* \| y$/u)],
    ['25 EUR30 y', 'several-numbers (25 EUR30) | y'],
    ['25 (EUR30) y', 'several-numbers (25 (EUR30)) | y'],
    ['25 €30 y', 'several-numbers (25 €30) | y'],
    ['25 $30 y', 'several-numbers (25 $30) | y'],
    ['25 ½ y', expect.stringContaining('(25 ½) | y')],
    ['25 abc30 y', '25 | abc30 y'],
    ['25 #1 y', '25 | #1 y'],
    ['25 @1 y', '25 | @1 y'],
    ['25 :100: y', '25 | :100: y'],
    ['25 :100::+1: y', '25 | :100::+1: y'],
    ["25 :it's-5: y", "25 | :it's-5: y"],
    ['25 :100 y', 'several-numbers (25 :100) | y'],
    ['25 x:100: y', '25 | x:100: y'],
    ['25 :100:x y', 'several-numbers (25 :100:x) | y'],
    ['25 <3 y', '25 | <3 y'],
    ['25 <333 y', '25 | <333 y'],
    ['25 </3 y', '25 | </3 y'],
    ['25 <3!!! y', '25 | <3!!! y'],
    ['25 <3., y', '25 | <3., y'],
    ['25 :3 y', '25 | :3 y'],
    ['25 ;3 y', '25 | ;3 y'],
    ['25 =3 y', '25 | =3 y'],
    ['25 <4 y', 'several-numbers (25 <4) | y'],
    ['25 <3x y', 'several-numbers (25 <3x) | y'],
    ['25 x<3 y', '25 | x<3 y'],
    ['25 - y', '25 | y'],
    ['25 -', 'negative (25 -) | '],
    ['25 −', 'negative (25 −) | '],
    ['25 -- y', '25 | y'],
    ['25 or so y', 'rough (25 or so) | y'],
    ['25 OR so y', 'rough (25 OR so) | y'],
    ['25 or', 'rough (25 or) | '],
    ['25 or\nlunch', 'rough (25 or) | ⏎ lunch'],
    ['\n', 'not-an-amount () | ⏎'],
    ['25 -x', '25 | -x'],
    ['25 x-', '25 | x-'],
    ['25 (:100: y', 'several-numbers (25 (:100) | y'],
    ['25 5<3 y', 'several-numbers (25 5<3) | y'],
    ['25 ((30 y', 'several-numbers (25 ((30) | y'],
    ['25 order y', '25 | order y'],
    ['25 for y', '25 | for y'],
    ['25 \u200b y', '25 | y'],
    ['25 \u2800 y', '25 | y'],
    ['25 \u200b 30 y', expect.stringContaining('several-numbers')],
    ['25\n', '25 | ⏎'],
    ['twenty five bucks', 'in-words (twenty five) | bucks'],
    ['a couple of euros', 'in-words (a couple) | of euros'],
  ])('are all that may be of it: %j', (text, read) => {
    expect(inShort(text)).toEqual(read);
  });

  it.each([
    ['25 USD lunch', '25 USD | lunch'],
    ['25 usd lunch', '25 USD | lunch'],
    ['25 US dollars lunch', '25 USD | lunch'],
    ['25 Hong Kong dollars lunch', '25 HKD | lunch'],
    ['25 pounds sterling lunch', '25 GBP | lunch'],
    ['25 Hong Kong lunch', '25 | Hong Kong lunch'],
    ['25 dollars, lunch', '25 dollars | lunch'],
    ['25 euros. Lunch', '25 EUR | Lunch'],
    ['25 EUR! Lunch', '25 EUR | Lunch'],
    ['25 € lunch', '25 EUR | lunch'],
    ['25 “EUR” lunch', expect.stringContaining('(25 “EUR”) | lunch')],
    ['25 (EUR) lunch', 'not-an-amount (25 (EUR)) | lunch'],
    ['25 ((EUR)) lunch', 'not-an-amount (25 ((EUR))) | lunch'],
    ['25 US(D lunch', '25 | US(D lunch'],
    ['25 d!ays lunch', '25 | d!ays lunch'],
    ['25 k!! lunch', 'worked-out (25 k) | lunch'],
    ['25 *EUR* lunch', expect.stringContaining('(25 *EUR*) | lunch')],
    ['25 EUR - lunch', '25 EUR | lunch'],
    ['25 EUR – lunch', '25 EUR | lunch'],
    ['25 EUR | lunch', '25 EUR | lunch'],
    ['25 US dollars => lunch', '25 USD | lunch'],
    ['25 EUR 🎉 lunch', '25 EUR | 🎉 lunch'],
    ['25 EUR 🎉', '25 EUR | 🎉'],
    ['25 EUR :tada: lunch', '25 EUR | :tada: lunch'],
    ['25 EUR :+1:', '25 EUR | :+1:'],
    ['25 EUR🎉yay lunch', '25 EUR | 🎉yay lunch'],
    ['25 US\ndollars lunch', '25 USD | lunch'],
    ['25 EUR\nlunch', '25 EUR | ⏎ lunch'],
    ['25, EUR lunch', 'not-an-amount (25, EUR) | lunch'],
    ['25 lunch EUR', '25 | lunch EUR'],
    ['$ 25 lunch', '25 $ | lunch'],
    ['EUR 25 lunch', '25 EUR | lunch'],
    ['25 k lunch', 'worked-out (25 k) | lunch'],
    ['25 k! lunch', expect.stringContaining('(25 k) | lunch')],
    ['25 points🎉 lunch', 'unknown-unit (25 points) | 🎉 lunch'],
    ['25 % lunch', 'unknown-unit (25 %) | lunch'],
    ['25 ‰ lunch', 'unknown-unit (25 ‰) | lunch'],
    ['25, k lunch', '25 | k lunch'],
    ['25. days lunch', '25 | days lunch'],
    ['25 hours:tada: lunch', 'unknown-unit (25 hours) | :tada: lunch'],
  ])('are its currency or its unit: %j', (text, read) => {
    expect(inShort(text)).toEqual(read);
  });

  it.each(EVERYDAY)('are an everyday word only where no message goes on with it: “%s”', (word) => {
    expect(inShort(`25 ${word} lunch`)).toBe(`25 | ${word} lunch`);
    expect(inShort(`25 ${word[0]?.toUpperCase() ?? ''}${word.slice(1)} lunch`)).toMatch(/^25 \| /u);
    expect(inShort(`25 ${word.toUpperCase()} lunch`)).toMatch(/^25 .+ \| lunch$/u);
    for (const end of ['', ' for lunch', ' each lunch', ' to lunch', ', lunch', '\nlunch'])
      expect(inShort(`25 ${word}${end}`)).not.toMatch(/^25 \| /u);
    expect(inShort(`25 ${word} fork`)).toMatch(/^25 \| /u);
    expect(inShort(`25 ${word} into`)).toMatch(/^25 \| /u);
  });

  it.each(['each', 'per person', 'a head', 'for each', 'apiece'])(
    'are “%s” where no message goes on with it',
    (phrase) => {
      expect(inShort(`25 ${phrase}`)).toBe('25 | ');
      expect(inShort(`25 ${phrase} for lunch`)).toBe('25 | for lunch');
      expect(inShort(`25 ${phrase}, lunch`)).toBe('25 | lunch');
      expect(inShort(`25 ${phrase} lunch`)).toBe(`25 | ${phrase} lunch`);
      expect(inShort(`25 EUR ${phrase} for lunch`)).toBe('25 EUR | for lunch');
      expect(inShort(`25, ${phrase}`)).toBe(`25 | ${phrase}`);
    },
  );

  it.each(['total', 'in total', 'in all', 'altogether'])(
    'are “%s”, which would have to be shared',
    (phrase) => {
      expect(inShort(`25 ${phrase}`)).toBe(`a-total (25 ${phrase}) | `);
      expect(inShort(`25 ${phrase} for lunch`)).toBe(`a-total (25 ${phrase}) | for lunch`);
      expect(inShort(`25 ${phrase} lunch`)).toBe(`25 | ${phrase} lunch`);
    },
  );
});

describe('what follows an amount', () => {
  it.each('- – — : | -- -> → =>'.split(' '))('is without the dash before it: %s', (dash) => {
    expect(inShort(`25 ${dash} lunch`)).toBe('25 | lunch');
    expect(inShort(`25 ${dash}x lunch`)).toBe(`25 | ${dash}x lunch`);
    expect(inShort(`25 y${dash} lunch`)).toBe(`25 | y${dash} lunch`);
    expect(inShort(`25 lunch ${dash} now`)).toBe(`25 | lunch ${dash} now`);
  });

  it.each([
    ['25, lunch', '25 | lunch'],
    ['25; lunch', '25 | lunch'],
    ['25: lunch', '25 | lunch'],
    ['25. lunch', '25 | lunch'],
    ['25!!! lunch', '25 | lunch'],
    ['25,. lunch', 'not-an-amount (25,.) | lunch'],
    ['25.! lunch', 'not-an-amount (25.!) | lunch'],
    ['25…! lunch', 'not-an-amount (25…!) | lunch'],
    ['25?! lunch', expect.stringContaining('(25?!) | lunch')],
  ])('is without what ends the clause of the amount: %s', (text, read) => {
    expect(inShort(text)).toEqual(read);
  });

  it.each([
    ['25🎉 wow', '25 | 🎉 wow'],
    ['25🎉! wow', '25 | 🎉! wow'],
    ['25,🎉 wow', '25 | 🎉 wow'],
    ['25🎉🎉 wow', '25 | 🎉🎉 wow'],
    ['25🇩🇪 wow', '25 | 🇩🇪 wow'],
    ['25:tada: wow', '25 | :tada: wow'],
    ['25:tada::wave-2: wow', '25 | :tada::wave-2: wow'],
    ['25:+1: wow', '25 | :+1: wow'],
    ['25:-1: wow', '25 | :-1: wow'],
    ['25:2: wow', 'several-numbers (25:2) | wow'],
    ["25:o'clock: wow", "25 | :o'clock: wow"],
    ['25:a+b: wow', '25 | :a+b: wow'],
    ['25 EUR🎉', '25 EUR | 🎉'],
    ['🎉', 'not-an-amount (🎉) | '],
    [':tada: 25', expect.stringContaining(' | ')],
  ])('begins with the emoji at the end of the amount: %s', (text, read) => {
    expect(inShort(text)).toEqual(read);
  });

  it('begins with no emoji of a word that is longer than amounts are', () => {
    expect(inShort(`25${'🎉'.repeat(99)}`)).toBe(`25 | ${'🎉'.repeat(99)}`);
    expect(inShort(`25${'🎉'.repeat(99)}!`)).toMatch(/^not-an-amount .* \| $/u);
    expect(inShort(`25 usd${'!'.repeat(197)} x`)).not.toMatch(/^25 \| /u);
    expect(inShort(`25 usd${'!'.repeat(198)} x`)).toMatch(/^25 \| /u);
  });
});

describe('digits on both sides of a space', () => {
  it.each([
    ['1 000', '1000'],
    ['1 000\nlunch', '1000'],
    ['1 000, lunch', '1000'],
    ['1 000 – lunch', '1000'],
    ['1 000 for lunch', '1000'],
    ['1 000 FOR lunch', '1000'],
    ['1 000 EUR lunch', '1000 EUR'],
    ['1 000🎉', '1000'],
    ['1 000🎉 lunch', undefined],
    ['1 000 lunch', undefined],
    ['1 000 fort', undefined],
    ['1 000 before', undefined],
  ])('are one number only where nothing else can be meant: %j', (text, amount) => {
    const [read] = inShort(text).split(' | ');

    expect(read).toBe(amount ?? 'several-numbers (1 000)');
  });

  it('may be one for each of several people', () => {
    for (const text of ['1 000', '1 000 EUR', '1 000 for lunch', '$ 1 000 each'])
      expect(cut(text, { isForSeveral: true })).toMatchObject({
        amount: { ok: false, problem: { why: 'several-numbers' } },
      });
    expect(inShort('1,000 each', { isForSeveral: true })).toBe('1,000 | ');
    expect(inShort('25 lunch', { isForSeveral: true })).toBe('25 | lunch');
  });
});
