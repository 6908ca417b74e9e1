import { insertActivities } from '#src/db/ledger/activity.ts';
import { saveDelivered } from '#src/db/message/delivery.ts';
import { throughOutage } from '#src/db/kit/lost-answers.ts';
import type { DeliveryOrder } from './claim-deliveries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Attempt, type NextStep, recordAttempts, sentMessage } from './steps/record-attempts.ts';

type RecordDeps = Pick<Deps, 'db' | 'clock' | 'newId'>;

/** Writes what came of attempts to deliver gifts; see `recordAttempts`. */
export async function recordDeliveries(
  deps: RecordDeps,
  attempts: readonly Attempt<DeliveryOrder>[],
): Promise<NextStep[]> {
  await throughOutage(() => recordReveals(deps, attempts), { isPatient: true });
  return recordAttempts(deps, 'deliver-gift', attempts, {
    since: ({ issuedAt }) => issuedAt,
    saveSent: (sent) =>
      saveDelivered(
        deps.db,
        sent.map((one) => ({
          ...sentMessage(one),
          recipientId: one.order.recipientId,
          deliveredActivityId: deps.newId(),
          revealedActivityId: 'code' in one.order ? deps.newId() : undefined,
        })),
        deps.clock.now(),
      ),
  });
}

/** A message that may have arrived has shown its code, if it held one. */
async function recordReveals(deps: RecordDeps, attempts: readonly Attempt<DeliveryOrder>[]): Promise<void> {
  const revealed = attempts.flatMap(({ order, outcome }) =>
    outcome.status === 'unknown' && 'code' in order ? [order] : [],
  );
  if (revealed.length === 0) return;
  const activities = revealed.map(({ claimed, recipientId, channel }) => ({
    organizationId: claimed.organizationId,
    id: deps.newId(),
    at: deps.clock.now(),
    kind: 'code.revealed' as const,
    subjectId: recipientId,
    giftId: claimed.id,
    detail: { channel },
  }));
  await deps.db.transaction().execute((tx) => insertActivities(tx, activities));
}
