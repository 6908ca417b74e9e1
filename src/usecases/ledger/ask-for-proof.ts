import { saveProofAsked } from '#src/db/ledger/last-proof.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, mayAct } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Has a worker prove the books now. Refuses who may not read the ledger. */
export async function askForProof(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  actor: Actor,
): Promise<Outcome<undefined>> {
  if (!mayAct(actor, 'read-ledger')) return refused({ kind: 'not-yours-to-see' });
  await transact(deps, async (tx) => {
    await saveProofAsked(tx);
    tx.after('prove-ledger', ['all']);
  });
  return done(undefined);
}
