import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutCodes } from '#src/domain/gift/without-codes.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';

const codes = fc.nat().map(() => TEST_KEYS.mintCode().reveal());

describe('a text that others read', () => {
  it('has no code in it, however somebody wrote it there', () => {
    const forms = fc.constantFrom<(code: string) => string>(
      (code) => code,
      (code) => code.toLowerCase(),
      (code) => code.replaceAll('-', ''),
      (code) => code.replaceAll('-', ' '),
      (code) => `(${code})`,
      (code) => `/redeem ${code}.`,
    );
    fc.assert(
      fc.property(codes, forms, fc.string(), fc.string(), (code, form, before, after) => {
        const shown = withoutCodes(`${before}\n${form(code)}\n${after}`);

        const letters = shown.replaceAll(/[^0-9A-Za-z]/gu, '').toUpperCase();
        expect(letters).not.toContain(code.replaceAll('-', ''));
      }),
    );
  });

  it.each([
    'for the launch',
    'ticket 1234-5678-9012-3456',
    'AAAABBBBCCCCDDDE',
    'a b c d e f g h i j k l m n o p q',
  ])('keeps what is none: %s', (text) => {
    expect(withoutCodes(text)).toBe(text);
  });
});
