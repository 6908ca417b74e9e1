import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import {
  RECOVERY_CODES,
  type RecoveryCode,
  recoveryCodeFromBytes,
} from '#src/domain/session/recovery-code.ts';

/**
 * What is kept of a code, which nobody gets back from it. `hash`: the power of two of scrypt's cost, then 32 bytes; without the first
 * byte where it was made at the cost of `FIRST_COST_POWER`.
 */
export type HashedCode = { selector: string; salt: Uint8Array; hash: Uint8Array };

const CODE_BYTES = 18;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Three milliseconds and 1 MB a hash. Of 80 random bits nobody guesses any, whatever a guess costs. */
const COST_POWER = 10;
const FIRST_COST_POWER = 14;

/** Ten new codes, whose first two characters differ. */
export function mintRecoveryCodes(): RecoveryCode[] {
  const codes = new Map<string, RecoveryCode>();
  while (codes.size < RECOVERY_CODES) {
    const code = recoveryCodeFromBytes(randomBytes(CODE_BYTES));
    codes.set(code.selector, code);
  }
  return [...codes.values()];
}

/** What to keep of a code. Does not block. */
export async function hashRecoveryCode(code: RecoveryCode): Promise<HashedCode> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await hashOf(code, salt, COST_POWER);
  return { selector: code.selector, salt, hash: Buffer.concat([Buffer.of(COST_POWER), hash]) };
}

/** Whether it is the code of which this was kept. */
export async function isRecoveryCode(code: RecoveryCode, { salt, hash }: HashedCode): Promise<boolean> {
  const [power, kept] = hash.length > HASH_BYTES ? [hash[0], hash.subarray(1)] : [FIRST_COST_POWER, hash];
  return timingSafeEqual(await hashOf(code, salt, power ?? COST_POWER), kept);
}

function hashOf({ clear }: RecoveryCode, salt: Uint8Array, power: number): Promise<Buffer> {
  const cost = { N: 2 ** power, r: 8, p: 1 };
  return new Promise((resolve, reject) => {
    scrypt(clear.reveal(), salt, HASH_BYTES, cost, (fault, hash) => (fault ? reject(fault) : resolve(hash)));
  });
}
