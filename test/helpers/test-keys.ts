import { createKeyRing, type RingKey } from '#src/kit/key-ring.ts';

/** The one key of every core that brings none of its own, so that they know each other's signatures. */
export const TEST_KEY: RingKey = { id: 'test', secret: Buffer.alloc(32, 'largesse') };

export const TEST_KEYS = createKeyRing([TEST_KEY]);
