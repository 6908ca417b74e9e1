import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import {
  RECOVERY_CODES,
  type RecoveryCode,
  recoveryCodeFromBytes,
} from '#src/domain/session/recovery-code.ts';

/** What is kept of a code, which nobody gets back from it. */
export type HashedCode = { selector: string; salt: Uint8Array; hash: Uint8Array };

const CODE_BYTES = 18;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Some fifty milliseconds and 16 MB a hash. */
const COST = { N: 16_384, r: 8, p: 1 };

/** Ten new codes, whose first two characters differ. */
export function mintRecoveryCodes(): RecoveryCode[] {
  const codes = new Map<string, RecoveryCode>();
  while (codes.size < RECOVERY_CODES) {
    const code = recoveryCodeFromBytes(randomBytes(CODE_BYTES));
    codes.set(code.selector, code);
  }
  return [...codes.values()];
}

/** What to keep of a code. Takes a while, and does not block. */
export async function hashRecoveryCode(code: RecoveryCode): Promise<HashedCode> {
  const salt = randomBytes(SALT_BYTES);
  return { selector: code.selector, salt, hash: await hashOf(code, salt) };
}

/** Whether it is the code of which this was kept. */
export async function isRecoveryCode(code: RecoveryCode, { salt, hash }: HashedCode): Promise<boolean> {
  return timingSafeEqual(await hashOf(code, salt), hash);
}

function hashOf({ clear }: RecoveryCode, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(clear.reveal(), salt, HASH_BYTES, COST, (fault, hash) => (fault ? reject(fault) : resolve(hash)));
  });
}
