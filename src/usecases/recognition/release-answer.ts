import { releaseHeldAnswer } from '#src/db/recognition/answer.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Lets the outcome of a request be sent now that its first answer is out. Does nothing when there is no such request or
 * it is not held.
 */
export async function releaseAnswer(
  { db, clock, queue }: Pick<Deps, 'db' | 'clock' | 'queue'>,
  request: { organizationId: string; source: string; requestId: string },
): Promise<void> {
  const released = await releaseHeldAnswer(db, request, clock.now());
  if (released && released.status !== 'queued') await queue.enqueue('answer-giver', [released.id]);
}
