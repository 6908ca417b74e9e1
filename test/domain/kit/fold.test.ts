import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, foldText, hasControl } from '#src/domain/kit/fold.ts';

const INVISIBLE =
  '\u00AD\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206A\u206F\uFEFF\uFE0E\uFE0F';
const SPACES = ' \t\n\v\f\r\u0085\u1680\u2028\u2029\u00A0\u2003\u202F\u3000';

describe('two texts that look alike', () => {
  it.each([
    ['Alice Ito', 'aLICE iTO'],
    ['Köln', 'Ko\u0308ln'],
    ['İpek@example.com', 'i\u0307pek@EXAMPLE.com'],
    ['ı\u0307x', 'ıx'.replace('x', '\u0307x')],
    ['Anna  Lena', ' anna\u00A0lena '],
    [' \t A', 'a\r\n'],
    ['ＡＬＩＣＥ', 'alice'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['Ǆ', 'ǆ'],
    ['', '   '],
  ])('are compared as one: %j and %j', (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  it.each(Array.from(INVISIBLE))('are one with %j in them', (letter) => {
    expect(foldText(`Al${letter}ice`)).toBe('alice');
  });

  it.each(Array.from(SPACES))('are one with %j between their words, and around them', (space) => {
    expect(foldText(`${space}Alice${space}${space}Ito${space}`)).toBe('alice ito');
  });

  it.each([
    ['Köln', 'Koln'],
    ['Anna Lena', 'AnnaLena'],
    ['ς', 'σ'],
    ['ß', 'ss'],
    ['ı', 'i'],
  ])('are two when they do not: %j and %j', (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });

  it('have one form, which stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldText(text);

        expect(foldText(folded)).toBe(folded);
      }),
    );
  });

  it('are compared letter by letter, whatever stands beside them', () => {
    expect(foldText('ΟΔΟΣ é')).toBe('οδοσ é');
    expect(foldText('é\u0130')).toBe('éi');
    expect(foldText('\u0130I')).toBe('ii');
  });
});

describe('a text as it is kept', () => {
  it.each([
    ['  Alice ', 'Alice'],
    ['\tAlice Ito\n', 'Alice Ito'],
    ['Ko\u0308ln', 'Köln'],
    ['\u00A0Zoë\u3000', 'Zoë'],
    ['ＡＬＩＣＥ', 'ＡＬＩＣＥ'],
    ['\u200Bé\u200B x', 'é x'],
    ['👩\u200D💻', '👩\u200D💻'],
    ['❤\uFE0F', '❤\uFE0F'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ])('of %j is %j', (text, kept) => {
    expect(cleanText(text)).toBe(kept);
  });

  it.each(Array.from('\u00AD\u200B\u200E\u200F\u202A\u202E\u2060\u2064\u2066\u206F\uFEFF'))(
    'is without %j',
    (letter) => {
      expect(cleanText(`Al${letter}ice`)).toBe('Alice');
    },
  );
});

describe('a text that controls a terminal', () => {
  it.each(['a\nb', '\u001b[31m', 'a\u0000', '\u0085', 'a\u2028', '\u2029b', '\u007f'])('is %j', (text) => {
    expect(hasControl(text)).toBe(true);
  });

  it.each(['', 'Alice Ito', 'Zoë', '👩\u200D💻', 'a\u00A0b'])('is not %j', (text) => {
    expect(hasControl(text)).toBe(false);
  });
});
