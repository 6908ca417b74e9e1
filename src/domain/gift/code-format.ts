import { SecretCode } from './secret-code.ts';

/** Crockford's base32: no I, L, O (read as 1 and 0) and no U. A character's index is its value. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const RANDOM_LENGTH = 15;
const CODE_LENGTH = 16;

/**
 * Makes a code from 75 random bits and a check character.
 *
 * Each byte gives five bits; 32 divides 256, so all characters are equally likely.
 *
 * @param bytes 15 bytes from a cryptographic generator.
 * @throws RangeError when there are not exactly 15.
 */
export function codeFromBytes(bytes: Uint8Array): SecretCode {
  if (bytes.length !== RANDOM_LENGTH) {
    throw new RangeError(`A code is made of ${RANDOM_LENGTH} random bytes, not ${bytes.length}`);
  }
  const values = Array.from(bytes, (byte) => byte & 31);
  return new SecretCode([...values, checkValue(values)].map((value) => CROCKFORD.charAt(value)).join(''));
}

/**
 * Reads a code as people type it: any case, any separators, O for 0, I and L for 1, full-width letters.
 *
 * Undefined when it cannot be a code at all, which tells a typo from a guess without a database lookup.
 */
export function parseCode(typed: string): SecretCode | undefined {
  const clear = tidyCode(typed);
  if (clear.length !== CODE_LENGTH) return undefined;

  const values = Array.from(clear, (character) => CROCKFORD.indexOf(character));
  if (values.includes(-1) || checkValue(values) !== 0) return undefined;
  return new SecretCode(clear);
}

/** What somebody typed without case, separators and look-alikes; not yet known to be a code. */
export function tidyCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** The code in clear as people read it, `XXXX-XXXX-XXXX-XXXX`: a secret, for its owner's eyes only. */
export function formatCode(code: SecretCode): string {
  return code.reveal().replaceAll(/.{4}(?=.)/g, '$&-');
}

/**
 * Damm's check over GF(2^5): the value to append to `values`, and 0 for values that end with their own check.
 *
 * `2 * (i xor d)` is totally anti-symmetric in this field, so it detects every wrong character and every swap of
 * neighbours.
 */
function checkValue(values: readonly number[]): number {
  return values.reduce((interim, value) => doubled(interim ^ value), 0);
}

/** Multiplies by x modulo x^5 + x^2 + 1. */
function doubled(value: number): number {
  const shifted = value << 1;
  return shifted & 32 ? shifted ^ 0b100101 : shifted;
}
