import type { Tx } from '#src/db/kit/schema.ts';
import {
  type FactorUnderOldKey,
  lockFactorsUnderOtherKeys,
  saveResealedFactor,
} from '#src/db/keys/sealed-factor.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { asError } from '#src/kit/errors.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type BatchToReseal, resealAll, type ResealDeps, type ResealedBatch } from './steps/reseal-all.ts';

/** A second factor that was left under its key, and why. */
export type LeftFactor = { personId: string; reason: string };

/**
 * Seals the secrets of all second factors anew under the first key of the ring. One that does not open, because
 * it was altered or is another row's, stays as it is.
 */
export async function resealFactors(
  deps: ResealDeps,
  onProgress: (resealed: number) => void = () => {},
): Promise<LeftFactor[]> {
  return resealAll(deps, (tx, batch) => resealBatch(deps, tx, batch), onProgress);
}

async function resealBatch(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  batch: BatchToReseal,
): Promise<ResealedBatch<LeftFactor>> {
  const factors = await lockFactorsUnderOtherKeys(tx, batch);
  const left: LeftFactor[] = [];
  for (const factor of factors) {
    const reason = await reseal(deps, tx, factor);
    if (reason !== undefined) left.push({ personId: factor.personId, reason });
  }
  return { resealed: factors.length - left.length, left, last: factors.at(-1)?.id };
}

/** Why it was left; undefined when it was sealed anew. */
async function reseal(
  { newId, keys }: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  { organizationId, id, personId, sealed }: FactorUnderOldKey,
): Promise<string | undefined> {
  const made = sealAnew(keys, { id, sealed });
  if ('reason' in made) return made.reason;
  await saveResealedFactor(tx, { organizationId, id }, made);
  const detail = { factorId: id, keyId: made.keyId };
  await insertActivities(tx, [
    { organizationId, id: newId(), at: tx.now, kind: 'factor.resealed', subjectId: personId, detail },
  ]);
  return undefined;
}

function sealAnew(
  keys: Deps['keys'],
  { id, sealed }: { id: string; sealed: Buffer },
): { keyId: string; sealed: Uint8Array } | { reason: string } {
  try {
    return keys.sealSecret(keys.openSecret(sealed, id), id);
  } catch (error) {
    return { reason: asError(error).message };
  }
}
