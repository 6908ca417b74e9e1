import type { Tx } from '#src/db/kit/schema.ts';
import { enqueueAll } from '#src/usecases/kit/to-enqueue.ts';
import type { DecidedBatch } from './decide-batch.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { stopClock } from '#src/usecases/kit/stop-clock.ts';

/** Decides a batch in one transaction and at one instant, then enqueues its deliveries, approvals and alerts. */
export async function transactBatch<D extends Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>>(
  deps: D,
  decide: (deps: D, tx: Tx) => Promise<DecidedBatch>,
): Promise<DecidedBatch> {
  const atOnce = stopClock(deps);
  const batch = await deps.db.transaction().execute((tx) => decide(atOnce, tx));
  const { decided, giftIds, approvalIds, notificationIds } = batch;
  deps.log.info({ recognitions: decided.length, gifts: giftIds.length }, 'gifts issued');
  await enqueueAll(deps, {
    'deliver-gift': giftIds,
    'advance-approvals': approvalIds,
    'send-notification': notificationIds,
  });
  return batch;
}
