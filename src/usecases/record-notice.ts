import { throughOutage } from '#src/db/lost-answers.ts';
import { saveNoticeNotSent, saveNoticeSent } from '#src/db/notice.ts';
import type { SendOutcome } from '#src/ports.ts';
import type { NoticeOrder } from './claim-notice.ts';
import type { Deps } from './deps.ts';
import { moveOf, type NextStep, type NotSent, stepAfter } from './next-step.ts';

/**
 * Writes what came of sending a notice. A closed channel is not tried again: the next one is. When somebody else has taken
 * it over, what comes next is theirs to say.
 *
 * A database that is away is waited for: a notice that is not known to be sent is sent again.
 */
export async function recordNotice(
  deps: Pick<Deps, 'db' | 'clock'>,
  order: NoticeOrder,
  outcome: SendOutcome,
): Promise<NextStep> {
  return throughOutage(() => record(deps, order, outcome), { isPatient: true });
}

async function record(
  deps: Pick<Deps, 'db' | 'clock'>,
  order: NoticeOrder,
  outcome: SendOutcome,
): Promise<NextStep> {
  const now = deps.clock.now();
  const { notice, channel } = order;
  if (outcome.status === 'sent') {
    await saveNoticeSent(deps.db, notice, { channel, messageId: outcome.messageId, at: now });
    return { kind: 'done' };
  }
  const step = nextStep(order, outcome, now);
  const isOurs = await saveNoticeNotSent(deps.db, notice, {
    move: moveOf(step, outcome),
    channel,
    reason: outcome.reason,
    dueAt: new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0)),
    closed: outcome.status === 'closed' ? { ...notice.closed, [channel]: outcome.reason } : notice.closed,
    attempts: notice.attempts + (outcome.status === 'unknown' ? 1 : 0),
  });
  return isOurs ? step : { kind: 'done' };
}

function nextStep({ notice, channel, createdAt }: NoticeOrder, outcome: NotSent, now: Date): NextStep {
  if (outcome.status === 'closed') return { kind: 'again', afterMs: 0 };
  const reason = `${channel}: ${outcome.reason}`;
  return stepAfter({ ...outcome, reason }, { lost: notice.attempts, since: createdAt, now });
}
