import { throughOutage } from '#src/db/kit/lost-answers.ts';
import {
  type ClaimedSending,
  type SendingJob,
  type SentMessage,
  saveUnsent,
  type UnsentMessage,
} from '#src/db/message/sending.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import { MOST_LOST, retryDelayMs } from '#src/domain/kit/retry.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What is to be done next: nothing, come back, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'park'; reason: string };

/** What came of an order. */
export type Attempt<Order> = { order: Order; outcome: SendOutcome };

/** What every order says. Without a channel there is but one way to its reader. */
type AnyOrder = { claimed: ClaimedSending; channel?: Channel };

type NotSent = Exclude<SendOutcome, { status: 'sent' }>;

const OLDEST_MS = 24 * 3_600_000;

/**
 * Writes what came of attempts, in their order. A closed channel is not tried again: the next one is. When somebody else
 * has taken a message over, what comes next is theirs to say.
 *
 * A database that is away is waited for: a message that is not known to be sent is sent again.
 */
export async function recordAttempts<Order extends AnyOrder>(
  deps: Pick<Deps, 'db' | 'clock'>,
  job: SendingJob,
  attempts: readonly Attempt<Order>[],
  /** `saveSent` is given those that were sent, `since` says since when a message waits. */
  {
    saveSent,
    since,
  }: { saveSent: (sent: readonly Sent<Order>[]) => Promise<void>; since: (order: Order) => Date },
): Promise<NextStep[]> {
  return throughOutage(
    async () => {
      const sent = attempts.flatMap(({ order, outcome }) =>
        outcome.status === 'sent' ? [{ order, messageId: outcome.messageId }] : [],
      );
      if (sent.length > 0) await saveSent(sent);
      const now = deps.clock.now();
      const unsent = attempts.map(({ order, outcome }) =>
        outcome.status === 'sent' ? undefined : unsentOf(order, outcome, { since: since(order), now }),
      );
      const ours = await saveUnsent(
        deps.db,
        job,
        unsent.flatMap((one) => one?.row ?? []),
      );
      return unsent.map((one) => (one && ours.has(one.row.claimed.id) ? one.step : { kind: 'done' }));
    },
    { isPatient: true },
  );
}

export type Sent<Order> = { order: Order; messageId: string };

/** For those that go over channels. */
export function sentMessage<Order extends Required<AnyOrder>>({
  order,
  messageId,
}: Sent<Order>): SentMessage {
  return { claimed: order.claimed, channel: order.channel, messageId };
}

function unsentOf(
  { claimed, channel }: AnyOrder,
  outcome: NotSent,
  { since, now }: { since: Date; now: Date },
): { row: UnsentMessage; step: NextStep } {
  const step = stepAfter(outcome, {
    channel,
    lost: claimed.attempts,
    waitedMs: now.getTime() - since.getTime(),
  });
  const isClosed = outcome.status === 'closed' && channel;
  const row = {
    claimed,
    move: moveOf(step, outcome),
    channel,
    reason: outcome.reason,
    dueAt: new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0)),
    closed: isClosed ? { ...claimed.closed, [channel]: outcome.reason } : claimed.closed,
    attempts: claimed.attempts + (outcome.status === 'unknown' ? 1 : 0),
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
  if (outcome.status === 'closed') return channel ? { kind: 'again', afterMs: 0 } : { kind: 'park', reason };
  if (waitedMs > OLDEST_MS || outcome.status === 'failed') return { kind: 'park', reason };
  if (outcome.status === 'later') return { kind: 'again', afterMs: outcome.retryAfterMs };
  if (lost + 1 >= MOST_LOST) return { kind: 'park', reason };
  return { kind: 'again', afterMs: retryDelayMs(lost) };
}

/** How the row moves for a step. */
function moveOf(step: NextStep, outcome: NotSent): UnsentMessage['move'] {
  if (step.kind === 'park') return 'fail';
  return outcome.status === 'unknown' ? 'lose' : 'postpone';
}
