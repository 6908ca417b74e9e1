import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { OrderEnd } from '#src/domain/states.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { NewEvent } from '#src/domain/webhook/event-types.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publish } from '#src/usecases/kit/publish.ts';

/** What happened to an order, and by whom; null: by itself, or by an operator. */
export type OrderEvent = {
  kind: Extract<ActivityKind, `order.${string}`>;
  actorId: string | null;
  detail?: Record<string, string>;
};

/** Records what happens to an order now, about its buyer, and tells the webhooks of it. */
export async function recordOrder(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  order: StoreOrder,
  { kind, actorId, detail = {} }: OrderEvent,
): Promise<void> {
  const {
    organizationId,
    id: orderId,
    personId: subjectId,
    itemId,
    checkoutId,
    amountMinor,
    currency,
  } = order;
  const what = { orderId, itemId, checkoutId, amountMinor: amountMinor.toString(), currency, ...detail };
  await insertActivities(tx, [
    { organizationId, id: newId(), at: tx.now, kind, actorId, subjectId, detail: what },
  ]);
  await publish({ newId }, tx, eventsOf(order, { kind, detail }));
}

/** What webhooks are told. That its buyer has looked at a code is nobody else's business. */
function eventsOf(
  order: StoreOrder,
  { kind, detail }: Pick<Required<OrderEvent>, 'kind' | 'detail'>,
): NewEvent[] {
  const { organizationId, id: orderId, personId: buyerId, itemId, checkoutId, amountMinor, currency } = order;
  const data = { orderId, itemId, kind: order.kind, buyerId, checkoutId, amountMinor, currency };
  switch (kind) {
    case 'order.placed':
    case 'order.fulfilled':
      return [{ organizationId, type: kind, data }];
    case 'order.started':
      return [{ organizationId, type: 'order.fulfilling', data }];
    case 'order.cancelled':
    case 'order.refunded':
      return [{ organizationId, type: kind, data: { ...data, why: detail['why'] as OrderEnd } }];
    case 'order.revealed':
      return [];
    default:
      return kind satisfies never;
  }
}
