import { insertActivities } from '#src/db/ledger/activity.ts';
import { endPause } from '#src/db/reward/reward-pause.ts';
import { type RewardOrder, saveBought, saveOpen, saveRejected } from '#src/db/reward/reward-order.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { waitBefore } from '#src/domain/reward/reward-waits.ts';
import type { OrderedReward, OrderOutcome } from '#src/ports/rewards.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { RewardEffects } from '#src/usecases/kit/reward-effects.ts';
import { pauseProvider } from './pause-provider.ts';

export type SettleDeps = Pick<Deps, 'newId' | 'keys' | 'log'> & { rewardEffects: RewardEffects };

/** Writes what a provider said to a locked order that we asked for. Returns after how long to ask again, in milliseconds. */
export async function settleReward(
  deps: SettleDeps,
  tx: Tx,
  order: RewardOrder,
  outcome: OrderOutcome,
): Promise<number | undefined> {
  const { attempts } = order;
  switch (outcome.kind) {
    case 'ok':
      await buy(deps, tx, order, outcome);
      return undefined;
    case 'rejected':
      await rejectReward(deps, tx, order, { reason: outcome.reason, actorId: null });
      return undefined;
    case 'blocked':
      await pauseProvider(deps, tx, order, outcome.reason);
      return undefined;
    case 'pending': {
      const waitMs = waitBefore('pending', { attempts });
      await endPause(tx, order);
      await saveOpen(tx, order, 'wait', {
        dueAt: new Date(tx.now.getTime() + waitMs),
        providerRef: outcome.providerRef,
      });
      return waitMs;
    }
    case 'unknown': {
      const waitMs = waitBefore('unknown', { attempts, retryAfterMs: outcome.retryAfterMs });
      await saveOpen(tx, order, 'lose', {
        dueAt: new Date(tx.now.getTime() + waitMs),
        error: outcome.fault,
      });
      return waitMs;
    }
  }
}

async function buy(deps: SettleDeps, tx: Tx, order: RewardOrder, purchase: OrderedReward): Promise<void> {
  const { providerRef, charged, fee } = purchase;
  await endPause(tx, order);
  await saveBought(tx, order, purchase);
  await record(deps, tx, order, {
    kind: 'reward.bought',
    actorId: null,
    detail: { charged: storeMoney(charged), fee: storeMoney(fee), providerRef },
  });
  const { organizationId, id, personId, provider, face } = order;
  const settled = { organizationId, id, personId, provider, face };
  await deps.rewardEffects.settled(deps, tx, { ...settled, status: 'bought', providerRef, charged, fee });
}

/** Writes that an order that is being asked for is not bought. `actorId`: who gave it up; null: its provider does not sell it. */
export async function rejectReward(
  deps: SettleDeps,
  tx: Tx,
  order: RewardOrder,
  { reason, actorId }: { reason: string; actorId: string | null },
): Promise<void> {
  await saveRejected(tx, order, reason);
  await record(deps, tx, order, { kind: 'reward.rejected', actorId, detail: { reason } });
  const { organizationId, id, personId, provider, face } = order;
  const settled = { organizationId, id, personId, provider, face };
  await deps.rewardEffects.settled(deps, tx, { ...settled, status: 'rejected', reason });
}

async function record(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: rewardId, personId: subjectId, provider, product, face }: RewardOrder,
  {
    kind,
    actorId,
    detail,
  }: { kind: 'reward.bought' | 'reward.rejected'; actorId: string | null; detail: object },
): Promise<void> {
  const what = { rewardId, provider, product, face: storeMoney(face), ...detail };
  const base = { organizationId, id: newId(), at: tx.now, actorId, subjectId };
  await insertActivities(tx, [{ ...base, kind, detail: what }]);
}
