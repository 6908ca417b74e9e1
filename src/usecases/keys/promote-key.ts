import { listProcessRings, type ProcessRing } from '#src/db/kit/process-ring.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { recordKeyChange } from './steps/record-key-change.ts';

type PromoteDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/**
 * Records that a key becomes the one that writes, unless a process runs that could not read what it writes: those are
 * returned, and nothing is done. Whoever calls it puts the key first in the ring.
 */
export async function promoteKey(deps: PromoteDeps, keyId: string): Promise<ProcessRing[]> {
  const lacking = (await listProcessRings(deps.db)).filter(({ keyIds }) => !keyIds.includes(keyId));
  if (lacking.length === 0) await transact(deps, (tx) => recordKeyChange(deps, tx, 'key.promoted', keyId));
  return lacking;
}
