import { throughOutage } from '#src/db/kit/lost-answers.ts';
import { type LeasedMessage, saveUnsent, type UnsentMessage } from '#src/db/message/sending.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import { MAX_LOST, retryDelayMs } from '#src/domain/kit/retry.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { AnyToSend, Attempt, NextStep, Sending, SendingDeps } from './sending.ts';

type NotSent = Exclude<SendOutcome, { status: 'sent' }>;

const OLDEST_MS = 24 * 3_600_000;

/**
 * Writes what came of attempts, in their order. A closed channel is not tried again: the next one is. When somebody else
 * has taken a message over, what comes next is theirs to say.
 *
 * Retries while the database is unreachable: a message that is not known to be sent is sent again.
 */
export async function recordAttempts<
  D extends SendingDeps,
  Leased extends LeasedMessage,
  Facts,
  ToSend extends AnyToSend,
>(
  deps: D,
  { job, since, saveSent, saveUnknown }: Sending<D, Leased, Facts, ToSend>,
  attempts: readonly Attempt<ToSend>[],
): Promise<NextStep[]> {
  const unknown = attempts.flatMap(({ toSend, outcome }) => (outcome.status === 'unknown' ? [toSend] : []));
  const sent = attempts.flatMap(({ toSend, outcome }) =>
    outcome.status === 'sent' ? [{ toSend, messageId: outcome.messageId }] : [],
  );
  const write = async (): Promise<NextStep[]> => {
    if (sent.length > 0) await saveSent(deps, sent);
    const now = deps.clock.now();
    const unsent = attempts.map(({ toSend, outcome }) =>
      outcome.status === 'sent' ? undefined : unsentOf(toSend, outcome, { since: since(toSend), now }),
    );
    const rows = unsent.flatMap((one) => one?.row ?? []);
    const ours = await saveUnsent(deps.db, job, rows);
    return unsent.map((one) => (one && ours.has(one.row.leased.id) ? one.step : { kind: 'done' }));
  };
  if (saveUnknown && unknown.length > 0) {
    await throughOutage(() => saveUnknown(deps, unknown), { isPersistent: true });
  }
  return throughOutage(write, { isPersistent: true });
}

function unsentOf(
  { leased, channel }: AnyToSend,
  outcome: NotSent,
  { since, now }: { since: Date; now: Date },
): { row: UnsentMessage; step: NextStep } {
  const step = stepAfter(outcome, {
    channel,
    lost: leased.attempts,
    waitedMs: now.getTime() - since.getTime(),
  });
  const isClosed = outcome.status === 'closed' && channel;
  const row = {
    leased,
    move: moveOf(step, outcome),
    channel,
    reason: outcome.reason,
    dueAt: new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0)),
    closed: isClosed ? { ...leased.closed, [channel]: outcome.reason } : leased.closed,
    attempts: leased.attempts + (outcome.status === 'unknown' ? 1 : 0),
  };
  return { row, step };
}

/**
 * What follows when a message was not sent.
 *
 * A lost answer is tried again, because what is sent is the same message; after eight of them, or a day of waiting, a
 * person must look. Waiting as the platform asks costs no attempt.
 */
function stepAfter(
  outcome: NotSent,
  { channel, lost, waitedMs }: { channel: Channel | undefined; lost: number; waitedMs: number },
): NextStep {
  const reason = channel ? `${channel}: ${outcome.reason}` : outcome.reason;
  if (outcome.status === 'closed') return channel ? { kind: 'again', afterMs: 0 } : { kind: 'fail', reason };
  if (waitedMs > OLDEST_MS || outcome.status === 'failed') return { kind: 'fail', reason };
  if (outcome.status === 'later') return { kind: 'again', afterMs: outcome.retryAfterMs };
  if (lost + 1 >= MAX_LOST) return { kind: 'fail', reason };
  return { kind: 'again', afterMs: retryDelayMs(lost) };
}

/** How the row moves for a step. */
function moveOf(step: NextStep, outcome: NotSent): UnsentMessage['move'] {
  if (step.kind === 'fail') return 'fail';
  return outcome.status === 'unknown' ? 'lose' : 'postpone';
}
