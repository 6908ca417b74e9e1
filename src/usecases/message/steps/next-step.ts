import type { LeasedMessage, UnsentMessage } from '#src/db/message/sending.ts';
import { type ClosedWays, wayOf, waysOfAccount, whyUnsent } from '#src/domain/message/channels.ts';
import { growingDelayMs, MAX_LOST, retryDelayMs } from '#src/domain/kit/retry.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { AnyToSend } from './sending.ts';
import type { NextStep } from '#src/domain/message/sending.ts';
import { DAY_MS, HOUR_MS } from '#src/domain/kit/time.ts';

type NotSent = Exclude<SendOutcome, { status: 'sent' }>;

const PATIENCE_MS = DAY_MS;
/** A way that is tried after others were closed gets this much longer. */
const MORE_PATIENCE_MS = HOUR_MS;

/**
 * What to write about a message that was not, or may not have been, sent, and what to do next.
 *
 * Whatever ends a way opens the next one; planning finds out whether there is one. Without channels there is none.
 */
export function nextStep(
  toSend: AnyToSend,
  outcome: NotSent,
  { since, now }: { since: Date; now: Date },
): { row: UnsentMessage; step: NextStep } {
  const { leased } = toSend;
  const { reason } = outcome;
  const waitedMs = now.getTime() - since.getTime();
  const waits = { lost: leased.attempts, waitedMs, closed: Object.keys(leased.closed).length };
  const afterMs = retryAfterMs(outcome, waits);
  const isLost = outcome.status === 'unknown' && afterMs !== undefined;
  const step: NextStep =
    afterMs !== undefined
      ? { kind: 'again', afterMs }
      : toSend.channel
        ? { kind: 'again', afterMs: 0 }
        : { kind: 'fail', reason: whyUnsent(undefined, reason) };
  const row = {
    leased:
      afterMs === undefined
        ? withClosed(toSend, outcome)
        : { ...leased, attempts: leased.attempts + (isLost ? 1 : 0) },
    move: step.kind === 'fail' ? ('fail' as const) : isLost ? ('lose' as const) : ('postpone' as const),
    channel: toSend.channel,
    reason,
    dueAt: new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0)),
  };
  return { row, step };
}

/**
 * When to try the same way again; undefined when it has ended: refused, eight answers lost, or waited for a day. A lost
 * answer is retried, because the same message goes out again. Waiting because the platform asks for it costs no attempt.
 */
function retryAfterMs(
  outcome: NotSent,
  { lost, waitedMs, closed }: { lost: number; waitedMs: number; closed: number },
): number | undefined {
  if (outcome.status === 'closed' || outcome.status === 'failed') return undefined;
  if (isPatienceOver(waitedMs, closed)) return undefined;
  if (outcome.status === 'later') return outcome.retryAfterMs ?? growingDelayMs(waitedMs);
  return lost + 1 >= MAX_LOST ? undefined : retryDelayMs(lost);
}

function isPatienceOver(waitedMs: number, closed: number): boolean {
  return waitedMs > PATIENCE_MS + closed * MORE_PATIENCE_MS;
}

/** Whether a way ends with this attempt, also if its answer is lost or the platform asks to wait. */
export function isLastTry({
  leased,
  since,
  now,
}: {
  leased: LeasedMessage;
  since: Date;
  now: Date;
}): boolean {
  const waitedMs = now.getTime() - since.getTime();
  return leased.attempts + 1 >= MAX_LOST || isPatienceOver(waitedMs, Object.keys(leased.closed).length);
}

/** The next way starts with all its attempts. */
function withClosed(toSend: AnyToSend, outcome: NotSent): AnyToSend['leased'] {
  const { leased } = toSend;
  if (!toSend.channel)
    return { ...leased, attempts: leased.attempts + (outcome.status === 'unknown' ? 1 : 0) };
  const isGone = outcome.status === 'closed' && outcome.ends === 'account';
  const ended = isGone ? waysOfAccount(toSend) : [wayOf(toSend)];
  const closed: ClosedWays = Object.fromEntries(ended.map((way) => [way, outcome.reason]));
  return { ...leased, attempts: 0, closed: { ...leased.closed, ...closed } };
}
