import type { UnsentMessage } from '#src/db/message/sending.ts';
import { type Channel, whyUnsent } from '#src/domain/message/channels.ts';
import { MAX_LOST, retryDelayMs } from '#src/domain/kit/retry.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { AnyToSend } from './sending.ts';
import type { NextStep } from '#src/domain/message/sending.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';

type NotSent = Exclude<SendOutcome, { status: 'sent' }>;

const OLDEST_MS = DAY_MS;

/** What to write about a message that was not, or may not have been, sent, and what to do next. */
export function nextStep(
  { leased, channel }: AnyToSend,
  outcome: NotSent,
  { since, now }: { since: Date; now: Date },
): { row: UnsentMessage; step: NextStep } {
  const { attempts, closed } = leased;
  const { status, reason } = outcome;
  const step = stepAfter(outcome, { channel, lost: attempts, waitedMs: now.getTime() - since.getTime() });
  const row = {
    leased: {
      ...leased,
      closed: status === 'closed' && channel ? { ...closed, [channel]: reason } : closed,
      attempts: attempts + (status === 'unknown' ? 1 : 0),
    },
    move: moveOf(step, outcome),
    channel,
    reason,
    dueAt: new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0)),
  };
  return { row, step };
}

/**
 * A lost answer is retried, because the same message goes out again; after eight of them, or a day of waiting, a person
 * must look. Waiting because the platform asks for it costs no attempt. After a closed channel the next one is tried.
 */
function stepAfter(
  outcome: NotSent,
  { channel, lost, waitedMs }: { channel: Channel | undefined; lost: number; waitedMs: number },
): NextStep {
  const reason = whyUnsent(channel, outcome.reason);
  if (outcome.status === 'closed') return channel ? { kind: 'again', afterMs: 0 } : { kind: 'fail', reason };
  if (waitedMs > OLDEST_MS || outcome.status === 'failed') return { kind: 'fail', reason };
  if (outcome.status === 'later') return { kind: 'again', afterMs: outcome.retryAfterMs };
  if (lost + 1 >= MAX_LOST) return { kind: 'fail', reason };
  return { kind: 'again', afterMs: retryDelayMs(lost) };
}

function moveOf(step: NextStep, outcome: NotSent): UnsentMessage['move'] {
  if (step.kind === 'fail') return 'fail';
  return outcome.status === 'unknown' ? 'lose' : 'postpone';
}
