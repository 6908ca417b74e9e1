import { transact } from '#src/db/kit/transact.ts';
import { releaseHeldAnswer } from '#src/db/recognition/answer.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Lets the outcome of a request be sent now that its first answer, or the one to its giver’s yes, is out. Does nothing when there is no such request or
 * it is not held.
 */
export async function releaseAnswer(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  request: { organizationId: string } & ({ source: string; requestId: string } | { recognitionId: string }),
): Promise<void> {
  await transact(deps, async (tx) => {
    const released = await releaseHeldAnswer(tx, request, tx.now);
    if (released && released.status !== 'queued') tx.after('answer-giver', [released.id]);
  });
}
