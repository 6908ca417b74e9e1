import { CROCKFORD, tidyCode } from '#src/domain/gift/code-format.ts';
import { Secret } from '#src/domain/kit/secret.ts';

/** Two characters by which a code is found, and sixteen that nobody can guess: 80 bits. Longer than a gift's code, so that none passes for the other. */
const SELECTOR_LENGTH = 2;
const CODE_LENGTH = 18;

/** How many one gets at a time. */
export const RECOVERY_CODES = 10;

/** Fewer than this, and somebody had better make new ones. */
export const FEW_RECOVERY_CODES = 3;

/** A code for when the phone is lost. `clear`: the whole of it. */
export type RecoveryCode = { selector: string; clear: Secret };

/**
 * Makes a code of random bytes; each gives five bits.
 *
 * @throws RangeError when there are not exactly 18.
 */
export function recoveryCodeFromBytes(bytes: Uint8Array): RecoveryCode {
  if (bytes.length !== CODE_LENGTH) {
    throw new RangeError(`A recovery code is made of ${CODE_LENGTH} random bytes, not ${bytes.length}`);
  }
  return codeOf(Array.from(bytes, (byte) => CROCKFORD.charAt(byte & 31)).join(''));
}

/** Reads a code as people type it, as gift codes are read. Undefined when it cannot be one. */
export function parseRecoveryCode(typed: string): RecoveryCode | undefined {
  const clear = tidyCode(typed);
  const isOne = clear.length === CODE_LENGTH && Array.from(clear).every((one) => CROCKFORD.includes(one));
  return isOne ? codeOf(clear) : undefined;
}

/** As people read it, `XX-XXXX-XXXX-XXXX-XXXX`: for its owner's eyes only. */
export function formatRecoveryCode({ selector, clear }: RecoveryCode): string {
  const rest = clear.reveal().slice(SELECTOR_LENGTH);
  return `${selector}-${rest.replaceAll(/.{4}(?=.)/gu, '$&-')}`;
}

/** The six digits of an app as people type them, with spaces or without; undefined when there are not six. */
export function parseAppCode(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replaceAll(/[\s.-]/gu, '');
  return /^\d{6}$/u.test(digits) ? digits : undefined;
}

function codeOf(clear: string): RecoveryCode {
  return { selector: clear.slice(0, SELECTOR_LENGTH), clear: new Secret(clear) };
}
