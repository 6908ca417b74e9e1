import { v7 as uuidV7 } from 'uuid';
import { createRandomPool } from './random-pool.ts';

const takeRandom = createRandomPool();
const SEQUENCES = 2 ** 32;

let msecs = 0;
let seq = 0;

/**
 * A new UUID v7: ids sort by creation time, and within this process also inside one millisecond. A batch of gifts needs
 * hundreds, so the randomness comes from a pool.
 * @see RFC 9562, section 6.2, method 1: a counter that begins at random, its top bit clear.
 */
export function newId(): string {
  const random = takeRandom(16);
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = random.readUInt32BE() >>> 1;
  } else {
    seq = (seq + 1) % SEQUENCES;
    if (seq === 0) msecs += 1;
  }
  return uuidV7({ random, msecs, seq });
}
