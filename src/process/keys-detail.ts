import { listLackingKeys } from '#src/db/kit/code-key.ts';
import { findRingTrouble, listProcessRings } from '#src/db/kit/process-ring.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/**
 * How the rings of the processes stand, for anybody to read: no key is named. `lacking`: how many keys that the database is written
 * with this process lacks. `differ`: not all processes have the same ring, as is so while a key is replaced.
 */
export type KeysDetail = { lacking: number; processes: number; differ: boolean };

export async function keysDetail({ db, keys }: { db: Db; keys: Pick<KeyRing, 'ids'> }): Promise<KeysDetail> {
  return {
    lacking: (await listLackingKeys(db, keys)).length,
    processes: (await listProcessRings(db)).length,
    differ: (await findRingTrouble(db)) !== undefined,
  };
}
