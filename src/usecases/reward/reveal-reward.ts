import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockRewardOrder, type RewardOrder, saveRevealed } from '#src/db/reward/reward-order.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { requireRecordedOrder } from './steps/require-recorded-order.ts';

export type RevealDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/**
 * What a reward was bought for. `lockShowable` locks it and refuses what is not to be shown; it runs before the provider is asked, and
 * again before the reader sees anything. `record` writes down that they see it.
 */
export type BoughtFor = {
  lockShowable?: (tx: Tx) => Promise<Outcome<unknown>>;
  record?: (tx: Tx) => Promise<void>;
};

/**
 * Shows the owner of a reward its code or link, which is stored nowhere: the provider is asked for it. That they see it is on record
 * before they do, so nobody sees one unrecorded; when the provider shows nothing, nobody saw it, and nothing is counted.
 *
 * Refuses everybody else, what is not bought yet, and what the provider does not show now.
 */
export async function revealReward(
  deps: RevealDeps,
  ref: { person: Person; rewardId: string },
  { lockShowable = allowed, record }: BoughtFor = {},
): Promise<Outcome<{ values: RewardValue[] }>> {
  async function lock(tx: Tx): Promise<Outcome<RewardOrder>> {
    const showable = await lockShowable(tx);
    return showable.ok ? lockOwn(deps, tx, ref) : showable;
  }
  const order = await transact(deps, lock);
  if (!order.ok) return order;
  const shown = await ask(deps, order.value);
  if (!shown.ok) return shown;
  const recorded = await transact(deps, async (tx): Promise<Outcome<undefined>> => {
    const current = await lock(tx);
    if (!current.ok) return current;
    await record?.(tx);
    await recordSeen(deps, tx, current.value);
    return done(undefined);
  });
  return recorded.ok ? shown : recorded;
}

async function allowed(): Promise<Outcome<undefined>> {
  return done(undefined);
}

async function lockOwn(
  deps: RevealDeps,
  tx: Tx,
  { person, rewardId: id }: { person: Person; rewardId: string },
): Promise<Outcome<RewardOrder>> {
  const { organizationId, id: personId } = person;
  const order = await lockRewardOrder(tx, { organizationId, id });
  if (order?.personId !== personId) return refused({ kind: 'unknown-reward' });
  if (order.status === 'rejected') return refused({ kind: 'reward-not-bought' });
  if (order.status !== 'bought') return refused({ kind: 'reward-waits' });
  await requireRecordedOrder(deps, tx, order);
  return done(order);
}

async function recordSeen(deps: RevealDeps, tx: Tx, order: RewardOrder): Promise<void> {
  const { organizationId, id: rewardId, personId, provider } = order;
  await saveRevealed(tx, order);
  const base = { organizationId, id: deps.newId(), at: tx.now, actorId: personId, subjectId: personId };
  await insertActivities(tx, [{ ...base, kind: 'reward.revealed', detail: { rewardId, provider } }]);
}

async function ask(
  { rewardProviders, log }: Pick<Deps, 'rewardProviders' | 'log'>,
  { organizationId, id: key, provider: name, product, face, providerRef }: RewardOrder,
): Promise<Outcome<{ values: RewardValue[] }>> {
  const provider = rewardProviders.get(name);
  if (!provider) throw new Error(`the reward provider ${name} is not configured in this process`);
  const shown = await provider.reveal({
    key,
    product,
    face,
    providerRef: must(providerRef, 'reference of what was bought'),
  });
  if (shown.kind === 'ok') return done({ values: shown.values });
  const ids = { organizationId, rewardId: key, provider: name };
  if (shown.kind === 'rejected') {
    log.error(
      { ...ids, reason: shown.reason },
      'A provider refuses to show what it sold: look at its account',
    );
    return refused({ kind: 'reward-not-shown', why: 'refused' });
  }
  const reason = shown.kind === 'unknown' ? shown.fault : 'it waits';
  log.warn({ ...ids, reason }, 'A provider does not show what it sold just now');
  return refused({ kind: 'reward-not-shown', why: 'no-answer' });
}
