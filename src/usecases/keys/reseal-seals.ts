import { transact } from '#src/db/kit/transact.ts';
import { listSignedSeals, saveSealSignatures } from '#src/db/keys/signed-seal.ts';
import { signProofAnew } from '#src/db/ledger/last-proof.ts';
import { sealLedger } from '#src/usecases/ledger/seal-ledger.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Progress } from './reseal-codes.ts';

type ResealDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>;

/**
 * Seals the record to its end, and signs every seal anew under the first key of the ring. What a seal covers needs no other
 * signature, so that the older keys are not needed for the record any more.
 *
 * The last proof of the books is signed anew, too. Only what an older key did sign is signed anew: a false seal stays false. The hashes stay, and with them the heads that are kept.
 */
export async function resealSeals(deps: ResealDeps, onProgress: Progress = () => {}): Promise<void> {
  const { db, keys } = deps;
  const [keyId = ''] = keys.ids();
  while (!(await sealLedger(deps)).isDone);
  for await (const page of listSignedSeals(db)) {
    const old = page.filter(
      ({ text, mac }) => !keys.isSignedBy(keyId, text, mac) && keys.isSigned(text, mac),
    );
    if (old.length === 0) continue;
    const signed = old.map((seal) => ({ ...seal, mac: keys.sign(seal.text).mac }));
    await transact(deps, (tx) => saveSealSignatures(tx, keyId, signed));
    onProgress(signed.length);
  }
  await transact(deps, (tx) => signProofAnew(tx, keys));
}
