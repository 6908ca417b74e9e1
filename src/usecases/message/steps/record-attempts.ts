import { throughOutage } from '#src/db/kit/lost-answers.ts';
import {
  type LeasedMessage,
  type SendingJob,
  type SentMessage,
  saveUnsent,
  type UnsentMessage,
} from '#src/db/message/sending.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import { MAX_LOST, retryDelayMs } from '#src/domain/kit/retry.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What is to be done next: nothing, come back, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'fail'; reason: string };

/** What came of a message that was to be sent. */
export type Attempt<ToSend> = { toSend: ToSend; outcome: SendOutcome };

/** What every message to send says. Without a channel there is but one way to its reader. */
type AnyToSend = { leased: LeasedMessage; channel?: Channel };

type NotSent = Exclude<SendOutcome, { status: 'sent' }>;

const OLDEST_MS = 24 * 3_600_000;

/**
 * Writes what came of attempts, in their order. A closed channel is not tried again: the next one is. When somebody else
 * has taken a message over, they decide what comes next.
 *
 * Retries while the database is unreachable: a message that is not known to be sent is sent again.
 */
export async function recordAttempts<ToSend extends AnyToSend>(
  deps: Pick<Deps, 'db' | 'clock'>,
  job: SendingJob,
  attempts: readonly Attempt<ToSend>[],
  /** `saveSent` is given those that were sent, `since` says since when a message waits. */
  {
    saveSent,
    since,
  }: { saveSent: (sent: readonly Sent<ToSend>[]) => Promise<void>; since: (toSend: ToSend) => Date },
): Promise<NextStep[]> {
  return throughOutage(
    async () => {
      const sent = attempts.flatMap(({ toSend, outcome }) =>
        outcome.status === 'sent' ? [{ toSend, messageId: outcome.messageId }] : [],
      );
      if (sent.length > 0) await saveSent(sent);
      const now = deps.clock.now();
      const unsent = attempts.map(({ toSend, outcome }) =>
        outcome.status === 'sent' ? undefined : unsentOf(toSend, outcome, { since: since(toSend), now }),
      );
      const ours = await saveUnsent(
        deps.db,
        job,
        unsent.flatMap((one) => one?.row ?? []),
      );
      return unsent.map((one) => (one && ours.has(one.row.leased.id) ? one.step : { kind: 'done' }));
    },
    { isPersistent: true },
  );
}

export type Sent<ToSend> = { toSend: ToSend; messageId: string };

/** For those that go over channels. */
export function sentMessage<ToSend extends Required<AnyToSend>>({
  toSend,
  messageId,
}: Sent<ToSend>): SentMessage {
  return { leased: toSend.leased, channel: toSend.channel, messageId };
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
