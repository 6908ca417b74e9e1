import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFromBytes, formatCode, parseCode } from '#src/domain/gift/code-format.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomBytes = fc.uint8Array({ minLength: 15, maxLength: 15 });
const clearCode = randomBytes.map((bytes) => codeFromBytes(bytes).reveal());

describe('a gift code', () => {
  it('is 16 characters that cannot be mistaken for one another', () => {
    fc.assert(
      fc.property(clearCode, (clear) => {
        expect(clear).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
      }),
    );
  });

  it('takes five bits from each random byte, each character equally often', () => {
    const firstCharacters = Array.from({ length: 256 }, (_, byte) =>
      codeFromBytes(new Uint8Array(15).fill(byte)).reveal().charAt(0),
    );

    for (const character of alphabet) {
      expect(firstCharacters.filter((found) => found === character)).toHaveLength(8);
    }
  });

  it('is not made of too little randomness', () => {
    expect(() => codeFromBytes(new Uint8Array(14))).toThrow(/15 random bytes/);
    expect(() => codeFromBytes(new Uint8Array(16))).toThrow(/15 random bytes/);
  });

  it('is shown in four groups of four', () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        const code = codeFromBytes(bytes);

        expect(formatCode(code)).toMatch(/^(\w{4}-){3}\w{4}$/);
        expect(formatCode(code).replaceAll('-', '')).toBe(code.reveal());
      }),
    );
  });

  it('keeps the form it has in codes that were given out before', () => {
    const bytes = Uint8Array.from({ length: 15 }, (_, index) => index + 1);

    expect(formatCode(codeFromBytes(bytes))).toBe('1234-5678-9ABC-DEFP');
  });
});

describe('reading a typed code', () => {
  it('gives back the code that was shown', () => {
    fc.assert(
      fc.property(randomBytes, (bytes) => {
        const code = codeFromBytes(bytes);

        expect(parseCode(formatCode(code))?.reveal()).toBe(code.reveal());
      }),
    );
  });

  it('does not mind case, separators, or letters that look like digits', () => {
    const clear = codeFromBytes(new Uint8Array(15).map((_, index) => index % 2)).reveal();
    expect(clear.slice(0, 4)).toBe('0101');

    const typed = [
      clear.toLowerCase(),
      ` ${clear.replaceAll(/.{2}/g, '$& ')}`,
      `\`${clear.replaceAll(/.{4}/g, '$&\u2013')}\`.`,
      clear.replaceAll('0', 'o').replaceAll('1', 'l'),
      clear.replaceAll('0', 'O').replaceAll('1', 'I'),
      clear.replaceAll('0', '\uff10'),
      `\u200b${clear}\n`,
    ];

    expect(typed.map((text) => parseCode(text)?.reveal())).toEqual(typed.map(() => clear));
  });

  it('refuses every single wrong character', () => {
    fc.assert(
      fc.property(clearCode, (clear) => {
        for (const [place, right] of clear.split('').entries()) {
          for (const wrong of alphabet.replace(right, '')) {
            expect(parseCode(clear.slice(0, place) + wrong + clear.slice(place + 1))).toBeUndefined();
          }
        }
      }),
    );
  });

  it('refuses every swap of two neighbours', () => {
    fc.assert(
      fc.property(clearCode, fc.integer({ min: 0, max: 14 }), (clear, place) => {
        const [first, second] = [clear.charAt(place), clear.charAt(place + 1)];
        fc.pre(first !== second);

        expect(parseCode(clear.slice(0, place) + second + first + clear.slice(place + 2))).toBeUndefined();
      }),
    );
  });

  it('refuses what is too short, too long or holds characters that no code has', () => {
    const clear = codeFromBytes(new Uint8Array(15).fill(9)).reveal();

    for (const typed of [
      '',
      clear.slice(1),
      `${clear}0`,
      `U${clear.slice(1)}`,
      `É${clear.slice(1)}`,
      `🎁${clear}0`,
    ]) {
      expect(parseCode(typed)).toBeUndefined();
    }
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        expect(() => parseCode(typed)).not.toThrow();
      }),
    );
  });
});
