import { insertActivities } from '#src/db/ledger/activity.ts';
import { saveDelivered } from '#src/db/message/delivery.ts';
import { throughOutage } from '#src/db/kit/lost-answers.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { DeliveryToSend } from './lease-deliveries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Attempt, type NextStep, recordAttempts, sentMessage } from './steps/record-attempts.ts';

type RecordDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue' | 'log'>;

/** Writes what came of attempts to deliver gifts; see `recordAttempts`. */
export async function recordDeliveries(
  deps: RecordDeps,
  attempts: readonly Attempt<DeliveryToSend>[],
): Promise<NextStep[]> {
  await throughOutage(() => recordReveals(deps, attempts), { isPersistent: true });
  return recordAttempts(deps, 'deliver-gift', attempts, {
    since: ({ issuedAt }) => issuedAt,
    saveSent: (sent) =>
      saveDelivered(
        deps.db,
        sent.map((one) => ({
          ...sentMessage(one),
          recipientId: one.toSend.recipientId,
          deliveredActivityId: deps.newId(),
          revealedActivityId: 'code' in one.toSend ? deps.newId() : undefined,
        })),
        deps.clock.now(),
      ),
  });
}

/** A message that may have arrived has shown its code, if it held one. */
async function recordReveals(deps: RecordDeps, attempts: readonly Attempt<DeliveryToSend>[]): Promise<void> {
  const revealed = attempts.flatMap(({ toSend, outcome }) =>
    outcome.status === 'unknown' && 'code' in toSend ? [toSend] : [],
  );
  if (revealed.length === 0) return;
  const activities = revealed.map(({ leased, recipientId, channel }) => ({
    organizationId: leased.organizationId,
    id: deps.newId(),
    at: deps.clock.now(),
    kind: 'code.revealed' as const,
    subjectId: recipientId,
    giftId: leased.id,
    detail: { channel },
  }));
  await transact(deps, (tx) => insertActivities(tx, activities));
}
