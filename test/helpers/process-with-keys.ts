import type { Db } from '#src/db/kit/schema.ts';
import { createKeyRing, type RingKey, type RotatingKeyRing } from '#src/kit/key-ring.ts';
import { takeKeys } from '#src/process/open-keys.ts';
import { makeCore, type TestCore } from './make-core.ts';

/** A key that is its id and nothing else. */
export function keyCalled(id: string): RingKey {
  return { id, secret: Buffer.alloc(32, id) };
}

/** A process with a ring of its own; `reload` gives it another, as a changed file does. */
export type ProcessWithKeys = TestCore & { reload: (...ring: RingKey[]) => Promise<void> };

export async function startProcessWithKeys(db: Db, ...ring: RingKey[]): Promise<ProcessWithKeys> {
  const keys: RotatingKeyRing = createKeyRing(await takeKeys(db, ring));
  return {
    ...makeCore(db, { keys }),
    reload: async (...next) => keys.replace(await takeKeys(db, next)),
  };
}
