import { transact } from '#src/db/kit/transact.ts';
import { type DecidedQueued, decideQueued } from './steps/decide-queued.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/** Decides queued requests with `decideQueued` and has their givers answered. */
export async function issueGifts(deps: IssueDeps, ids: readonly string[]): Promise<DecidedQueued> {
  const batch = await transact(deps, async (tx) => {
    const decided = await decideQueued(deps, tx, ids);
    tx.after(
      'answer-giver',
      decided.decided.map(({ recognition }) => recognition.id),
    );
    return decided;
  });
  tellOfForged(deps, batch);
  return batch;
}

/** Says that requests were refused that Largesse did not take in as they are. */
export function tellOfForged({ log }: Pick<Deps, 'log'>, { forged }: Pick<DecidedQueued, 'forged'>): void {
  if (forged.length === 0) return;
  log.error(
    { count: forged.length, recognitionIds: forged.slice(0, 20) },
    'Refused requests that were put in or changed past Largesse; see: largesse audit verify',
  );
}
