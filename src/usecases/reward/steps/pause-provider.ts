import { listByRoles } from '#src/db/people/person.ts';
import { savePause } from '#src/db/reward/reward-pause.ts';
import { type RewardOrder, saveOpen } from '#src/db/reward/reward-order.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { PAUSE_MS } from '#src/domain/reward/reward-waits.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/**
 * Pauses a provider that cannot sell to us, and tells finance and admins once a day. The order waits: it was never taken if
 * it was asked for once only, and otherwise an earlier try may have been.
 */
export async function pauseProvider(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  order: RewardOrder,
  reason: string,
): Promise<void> {
  const { organizationId, provider, attempts } = order;
  const tryAt = new Date(tx.now.getTime() + PAUSE_MS);
  await savePause(tx, { organizationId, provider, tryAt, reason });
  await saveOpen(tx, order, attempts === 1 ? 'postpone' : 'lose', { dueAt: tryAt, error: reason });
  const day = tx.now.toISOString().slice(0, 'YYYY-MM-DD'.length);
  const readers = await listByRoles(tx, organizationId, ['finance', 'admin']);
  const kind = 'reward.paused' as const;
  const told = readers.map((personId) => {
    return { organizationId, personId, subjectId: organizationId, kind, detail: { provider, reason, day } };
  });
  await notify(deps, tx, told);
}
