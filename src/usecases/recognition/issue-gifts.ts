import { transact } from '#src/db/kit/transact.ts';
import type { DecidedBatch } from './steps/decide-batch.ts';
import { decideQueued } from './steps/decide-queued.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Decides queued requests with `decideQueued` and has their givers answered. */
export async function issueGifts(deps: IssueDeps, ids: readonly string[]): Promise<DecidedBatch> {
  return transact(deps, async (tx) => {
    const decided = await decideQueued(deps, tx, ids);
    tx.after(
      'answer-giver',
      decided.decided.map(({ recognition }) => recognition.id),
    );
    return decided;
  });
}
