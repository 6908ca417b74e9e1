import { randomBytes } from 'node:crypto';

/** Returns that many bytes from a cryptographic generator. */
export type RandomBytes = (length: number) => Buffer;

const POOL_LENGTH = 8_192;

/**
 * Asks the system's generator for many bytes at once, because each call costs more than the bytes. Bytes already handed
 * out are erased.
 */
export function createRandomPool(): RandomBytes {
  let pool: Uint8Array = new Uint8Array();
  let offset = 0;
  return function take(length) {
    if (offset + length > pool.length) {
      pool = randomBytes(POOL_LENGTH);
      offset = 0;
    }
    const taken = Buffer.from(pool.subarray(offset, offset + length));
    pool.fill(0, offset, offset + length);
    offset += length;
    return taken;
  };
}
