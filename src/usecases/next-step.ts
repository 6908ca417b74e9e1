import { MOST_LOST, retryDelayMs } from '#src/domain/retry.ts';
import type { SendOutcome } from '#src/ports.ts';

/** What is to be done next: nothing, come back, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'park'; reason: string };

export type NotSent = Exclude<SendOutcome, { status: 'sent' }>;

const OLDEST_MS = 24 * 3_600_000;

/**
 * What follows when a message was not sent over a channel.
 *
 * A lost answer is tried again, because what is sent is the same message; after eight of them, or a day of waiting, a
 * person must look. Waiting as the platform asks costs no attempt.
 */
export function stepAfter(
  outcome: Exclude<NotSent, { status: 'closed' }>,
  { lost, since, now }: { lost: number; since: Date; now: Date },
): NextStep {
  const { reason } = outcome;
  const isTooOld = now.getTime() - since.getTime() > OLDEST_MS;
  if (isTooOld || outcome.status === 'failed') return { kind: 'park', reason };
  if (outcome.status === 'later') return { kind: 'again', afterMs: outcome.retryAfterMs };
  if (lost + 1 >= MOST_LOST) return { kind: 'park', reason };
  return { kind: 'again', afterMs: retryDelayMs(lost) };
}

/** How the row moves for a step. */
export function moveOf(step: NextStep, outcome: NotSent): 'postpone' | 'lose' | 'fail' {
  if (step.kind === 'park') return 'fail';
  return outcome.status === 'unknown' ? 'lose' : 'postpone';
}
