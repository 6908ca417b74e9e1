import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { saveCodeSeen } from '#src/db/reward/stock-code.ts';
import { lockOrder, saveOrderRevealed } from '#src/db/store/order.ts';
import { must } from '#src/domain/kit/must.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import { isByPerson } from '#src/domain/store/item.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { openStockCode } from '#src/kit/seal-stock-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { revealReward } from '#src/usecases/reward/reveal-reward.ts';
import { refusalToShow } from '#src/usecases/reward/steps/refuse-showing.ts';
import { recordOrder } from './steps/record-order.ts';
import { refusalOfAlteredOrder } from './steps/require-order-on-record.ts';

type RevealDeps = Pick<
  Deps,
  'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator' | 'rewardProviders'
>;

/** `passedAt`: when the reader last passed a second factor. */
export type RevealedOrder = { person: Person; orderId: string; passedAt?: Date | null };

/**
 * Shows the buyer what an order brought: a code from stock, or what its provider sold. That is on record before anybody sees it. When it
 * is not shown to the buyer either, `refusalToShow` says.
 *
 * Refuses everybody else, what brings nothing to look at, an order that is not fulfilled or was refunded, and what its provider does not
 * show now.
 */
export async function revealOrder(
  deps: RevealDeps,
  asked: RevealedOrder,
): Promise<Outcome<{ values: RewardValue[] }>> {
  const { person, orderId: rewardId } = asked;
  const seen = await transact(deps, (tx) => seeCode(deps, tx, asked));
  if (!seen.ok) return seen;
  const { order, values } = seen.value;
  if (values) return done({ values });
  return revealReward(
    deps,
    { person, rewardId },
    {
      lockShowable: (tx) => lockShowable(deps, tx, asked),
      record: (tx) => recordSeen(deps, tx, order),
    },
  );
}

/** What is shown of a code from stock; a provider is asked for its values. */
async function seeCode(
  deps: RevealDeps,
  tx: Tx,
  asked: RevealedOrder,
): Promise<Outcome<{ order: StoreOrder; values?: RewardValue[] }>> {
  const locked = await lockShowable(deps, tx, asked);
  if (!locked.ok) return locked;
  const order = locked.value;
  if (order.kind === 'gift-card') return done({ order });
  await recordSeen(deps, tx, order);
  const { organizationId, id } = order;
  const code = must(await saveCodeSeen(tx, organizationId, { type: 'order', id }), `code of order ${id}`);
  const { code: clear, pin } = openStockCode(deps.keys, code).reveal();
  const values: RewardValue[] = [{ kind: 'code', secret: new Secret(clear) }];
  if (pin !== undefined) values.push({ kind: 'pin', secret: new Secret(pin) });
  return done({ order, values });
}

/** The order, whose buyer is locked before it. */
async function lockShowable(
  deps: RevealDeps,
  tx: Tx,
  { person: asking, orderId: id, passedAt = null }: RevealedOrder,
): Promise<Outcome<StoreOrder>> {
  const { organizationId } = asking;
  const person = await lockPerson(tx, organizationId, asking.id);
  const order = isUuid(id) ? await lockOrder(tx, { organizationId, id }) : undefined;
  if (order?.personId !== person.id) return refused({ kind: 'unknown-order' });
  const refusal =
    refusalOfState(order) ??
    (await refusalOfAlteredOrder(deps, tx, order)) ??
    (await refusalToShow(deps, tx, { person, money: order, passedAt }));
  return refusal ? refused(refusal) : done(order);
}

async function recordSeen(deps: RevealDeps, tx: Tx, order: StoreOrder): Promise<void> {
  await saveOrderRevealed(tx, order);
  await recordOrder(deps, tx, order, { kind: 'order.revealed', actorId: order.personId });
}

function refusalOfState({ kind, status }: StoreOrder): Refusal | undefined {
  if (isByPerson(kind)) return { kind: 'nothing-to-reveal' };
  if (status === 'cancelled' || status === 'refunded') return { kind: 'order-over', status };
  return status === 'fulfilled' ? undefined : { kind: 'order-not-fulfilled' };
}
