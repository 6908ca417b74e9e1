import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeFromBytes, formatCode, parseCode } from '#src/domain/gift/code-format.ts';
import {
  formatRecoveryCode,
  parseAppCode,
  parseRecoveryCode,
  recoveryCodeFromBytes,
} from '#src/domain/session/recovery-code.ts';

const bytes = fc.uint8Array({ minLength: 18, maxLength: 18 });

describe('a recovery code', () => {
  it('is read as it stands on the paper, in any case, with any separators and look-alikes', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = recoveryCodeFromBytes(random);
        const shown = formatRecoveryCode(code);
        const typed = shown.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');

        expect(shown).toMatch(/^[0-9A-HJKMNP-TV-Z]{2}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/u);
        expect(parseRecoveryCode(typed)?.clear.reveal()).toBe(code.clear.reveal());
        expect(parseRecoveryCode(shown)?.selector).toBe(shown.slice(0, 2));
      }),
    );
  });

  it('is no gift’s code, nor the other way round', () => {
    const gift = formatCode(codeFromBytes(new Uint8Array(15).fill(7)));
    const recovery = formatRecoveryCode(recoveryCodeFromBytes(new Uint8Array(18).fill(7)));

    expect(parseRecoveryCode(gift)).toBeUndefined();
    expect(parseCode(recovery)).toBeUndefined();
  });

  it.each(['', '123456', 'AB-CDEF-GHJK-MNPQ', 'UU-UUUU-UUUU-UUUU-UUUU', 'AB-CDEF-GHJK-MNPQ-RST'])(
    'is not %j',
    (typed) => {
      expect(parseRecoveryCode(typed)).toBeUndefined();
    },
  );

  it('shows nothing of itself by accident', () => {
    const code = recoveryCodeFromBytes(new Uint8Array(18).fill(9));
    const shown = [code.clear.toString(), JSON.stringify(code.clear), inspect(code.clear)].join(' ');

    expect(shown).not.toContain(code.clear.reveal());
    expect(shown).not.toContain(code.clear.reveal().slice(-4));
  });
});

describe('the code of an app', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['１２３４５６', '123456'],
  ])('is read from %j', (typed, digits) => {
    expect(parseAppCode(typed)).toBe(digits);
  });

  it.each(['', '12345', '1234567', '12345a', 'AB-CDEF-GHJK-MNPQ-RSTV', '１２３４５'])(
    'is not %j',
    (typed) => {
      expect(parseAppCode(typed)).toBeUndefined();
    },
  );
});
