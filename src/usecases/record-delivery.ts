import { type Activity, insertActivities } from '#src/db/activity.ts';
import { saveNotSent, saveSent } from '#src/db/delivery.ts';
import { throughOutage } from '#src/db/lost-answers.ts';
import type { SendOutcome } from '#src/ports.ts';
import type { DeliveryOrder } from './claim-delivery.ts';
import type { Deps } from './deps.ts';
import { moveOf, type NextStep, type NotSent, stepAfter } from './next-step.ts';

type RecordDeps = Pick<Deps, 'db' | 'clock' | 'newId'>;

/**
 * Writes what came of an attempt. A closed channel is not tried again: the next one is. When somebody else has taken the
 * delivery over, what comes next is theirs to say.
 *
 * A database that is away is waited for: a message that is not known to be sent is sent again.
 */
export async function recordDelivery(
  deps: RecordDeps,
  order: DeliveryOrder,
  outcome: SendOutcome,
): Promise<NextStep> {
  return throughOutage(() => record(deps, order, outcome), { isPatient: true });
}

async function record(deps: RecordDeps, order: DeliveryOrder, outcome: SendOutcome): Promise<NextStep> {
  const now = deps.clock.now();
  const { delivery, channel } = order;
  if (outcome.status === 'sent') return recordSent(deps, order, outcome.messageId);

  const step = nextStep(order, outcome, now);
  const dueAt = new Date(now.getTime() + (step.kind === 'again' ? step.afterMs : 0));
  const isOurs = await saveNotSent(deps.db, delivery, {
    move: moveOf(step, outcome),
    channel,
    reason: outcome.reason,
    dueAt,
    closed: outcome.status === 'closed' ? { ...delivery.closed, [channel]: outcome.reason } : delivery.closed,
    attempts: delivery.attempts + (outcome.status === 'unknown' ? 1 : 0),
  });
  if (outcome.status === 'unknown') {
    await deps.db.transaction().execute((tx) => insertActivities(tx, revealOf(deps, order)));
  }
  return isOurs ? step : { kind: 'done' };
}

function nextStep({ delivery, channel, issuedAt }: DeliveryOrder, outcome: NotSent, now: Date): NextStep {
  if (outcome.status === 'closed') return { kind: 'again', afterMs: 0 };
  const reason = `${channel}: ${outcome.reason}`;
  return stepAfter({ ...outcome, reason }, { lost: delivery.attempts, since: issuedAt, now });
}

async function recordSent(deps: RecordDeps, order: DeliveryOrder, messageId: string): Promise<NextStep> {
  const { delivery, channel } = order;
  const at = deps.clock.now();
  const toldFirst = activityOf(deps, order, 'gift.delivered');
  await saveSent(deps.db, delivery, { channel, messageId, at, toldFirst, told: revealOf(deps, order) });
  return { kind: 'done' };
}

/** A message that may have arrived has shown its code, if it held one. */
function revealOf(deps: Pick<Deps, 'clock' | 'newId'>, order: DeliveryOrder): Activity[] {
  return 'code' in order ? [activityOf(deps, order, 'code.revealed')] : [];
}

function activityOf(
  deps: Pick<Deps, 'clock' | 'newId'>,
  { delivery, recipientId, channel }: DeliveryOrder,
  kind: Activity['kind'],
): Activity {
  const { organizationId, giftId } = delivery;
  return {
    organizationId,
    id: deps.newId(),
    at: deps.clock.now(),
    kind,
    subjectId: recipientId,
    giftId,
    detail: { channel },
  };
}
