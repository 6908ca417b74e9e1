import { z } from '@hono/zod-openapi';
import type { ApiDeps, ApiCaller } from '../api-deps.ts';
import type { FoundOrder, ListedOrder } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { CHECKOUT_STATUSES, ORDER_STATUSES } from '#src/domain/states.ts';
import { ITEM_KINDS } from '#src/domain/store/item.ts';
import { MOST_ADDRESS, MOST_NOTE, type StoreOrder } from '#src/domain/store/order.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import {
  AmountMinor,
  Currency,
  Id,
  Instant,
  moneyBody,
  MoneySchema,
  plainText,
  timeBody,
} from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';
import { apiRequestId } from '../kit/api-request-id.ts';

const ENDS = ['buyer', 'person', 'unpaid', 'not-bought'] as const;

const common = {
  id: Id,
  itemId: Id,
  item: z.string(),
  kind: z.enum(ITEM_KINDS),
  buyerId: Id,
  buyer: z.string(),
  fulfillerId: Id.nullable().openapi({ description: 'Who sees to it; null where nobody has to.' }),
  amount: MoneySchema,
  status: z.enum(ORDER_STATUSES),
  payment: z.enum(CHECKOUT_STATUSES).openapi({ description: 'How its checkout stands.' }),
  endedWhy: z.enum(ENDS).nullable(),
  placedAt: Instant,
};

const ListedOrderSchema = z.strictObject(common).openapi('ListedOrder');

const OrderSchema = z
  .strictObject({
    ...common,
    checkoutId: Id,
    startedAt: Instant.nullable(),
    fulfilledAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    note: z.string().openapi({ description: 'What its fulfiller wrote to its buyer.' }),
    reason: z.string().openapi({ description: 'Why it was cancelled or refunded.' }),
    deliverTo: z.string().nullable().openapi({
      description: 'For its buyer and who sees to it; null when there is none, or it was erased.',
    }),
    deeds: z.array(z.enum(['start', 'fulfil', 'cancel', 'refund', 'reveal'])).openapi({
      description: 'What this token’s person can do with it now. It is revealed on the web alone.',
    }),
  })
  .openapi('Order');

function listedBody(order: ListedOrder): z.input<typeof ListedOrderSchema> {
  const { orderId: id, itemId, item, kind, buyerId, buyer, fulfillerId, status, endedWhy } = order;
  const who = { buyerId, buyer, fulfillerId };
  const { money: payment, placedAt } = order;
  return {
    id,
    itemId,
    item,
    kind,
    ...who,
    amount: moneyBody(order),
    status,
    payment,
    endedWhy,
    placedAt: timeBody(placedAt),
  };
}

function orderBody(order: FoundOrder): z.input<typeof OrderSchema> {
  const {
    id,
    itemId,
    itemName: item,
    kind,
    buyer,
    fulfiller,
    status,
    endedWhy,
    checkoutId,
    note,
    reason,
  } = order;
  return {
    id,
    itemId,
    item,
    kind,
    buyerId: buyer.id,
    buyer: buyer.name,
    fulfillerId: fulfiller?.id ?? null,
    amount: moneyBody(order),
    status,
    payment: order.money,
    endedWhy,
    placedAt: timeBody(order.placedAt),
    checkoutId,
    startedAt: timeBody(order.startedAt),
    fulfilledAt: timeBody(order.fulfilledAt),
    endedAt: timeBody(order.endedAt),
    note,
    reason,
    deliverTo: order.address ?? null,
    deeds: [...order.deeds],
  };
}

/** An order after something was done with it, as its doer sees it. */
async function orderAnswer(
  { app }: Pick<ApiDeps, 'app'>,
  { person }: Pick<ApiCaller, 'person'>,
  outcome: Outcome<StoreOrder>,
): Promise<Outcome<z.input<typeof OrderSchema>>> {
  if (!outcome.ok) return outcome;
  const { id } = outcome.value;
  return done(orderBody(must(await app.queries.store.findOrder(person, id), `order ${id}`)));
}

const NewOrder = z
  .strictObject({
    itemId: Id,
    amountMinor: AmountMinor.openapi({
      description: 'The price that the buyer has seen; of a gift card, how much they want.',
    }),
    currency: Currency,
    deliverTo: plainText(MOST_ADDRESS)
      .optional()
      .openapi({ description: 'Where it is sent, for an item that needs an address.' }),
    paymentToken: plainText(500).min(1).optional().openapi({
      description:
        'What another payment method gave the buyer’s browser, to pay what the wallet does not. A card whose bank asks its owner is declined.',
    }),
  })
  .openapi('NewOrder');

const placeOrder = defineEndpoint({
  name: 'placeOrder',
  method: 'post',
  path: '/v1/orders',
  tag: 'Orders',
  scope: 'orders:write',
  summary: 'Order an item of the store for the token’s person',
  description:
    'Their wallet pays. A price that has changed is refused with the one of now: `price-changed`. Codes and gift cards are shown on the web alone.',
  body: NewOrder,
  answer: OrderSchema,
  status: 201,
  async run(deps, { caller, body, key }) {
    const { amountMinor, ...asked } = body;
    const ordered = await deps.app.store.order({
      ...asked,
      ...caller.origin,
      passedAt: null,
      buyer: caller.person,
      amountMinor: BigInt(amountMinor),
      requestId: apiRequestId(caller, key),
    });
    return orderAnswer(deps, caller, ordered);
  },
});

const listOrders = defineEndpoint({
  name: 'listOrders',
  method: 'get',
  path: '/v1/orders',
  tag: 'Orders',
  scope: 'orders:read',
  summary: 'List orders, the newest first',
  description: 'Everybody sees their own and those that they see to; HR, finance and admins see all.',
  query: z.strictObject({
    ...pageFields,
    buyerId: Id.optional(),
    fulfillerId: Id.optional(),
    status: z.enum(ORDER_STATUSES).optional(),
  }),
  answer: pageSchema(ListedOrderSchema).openapi('OrderPage'),
  async run({ app }, { caller, query }) {
    const { buyerId, fulfillerId, status } = query;
    const statuses = status && [status];
    return readPage({
      name: 'orders',
      query,
      list: (before, limit) =>
        app.queries.store.listOrders(caller.person, { buyerId, fulfillerId, statuses, before, limit }),
      idOf: ({ orderId }) => orderId,
      show: listedBody,
    });
  },
});

const params = z.strictObject({ id: Id });

const getOrder = defineEndpoint({
  name: 'getOrder',
  method: 'get',
  path: '/v1/orders/{id}',
  tag: 'Orders',
  scope: 'orders:read',
  summary: 'Show an order',
  params,
  answer: OrderSchema,
  async run({ app }, { caller, params: { id } }) {
    const found = await app.queries.store.findOrder(caller.person, id);
    return found ? done(orderBody(found)) : notFound();
  },
});

const startOrder = defineEndpoint({
  name: 'startOrder',
  method: 'post',
  path: '/v1/orders/{id}/start',
  tag: 'Orders',
  scope: 'orders:write',
  summary: 'Take an order on: its money is taken',
  description: 'For whoever sees to it, HR and admins.',
  params,
  answer: OrderSchema,
  async run(deps, { caller, params: { id: orderId } }) {
    return orderAnswer(deps, caller, await deps.app.store.startOrder({ actor: caller.person, orderId }));
  },
});

const fulfilOrder = defineEndpoint({
  name: 'fulfilOrder',
  method: 'post',
  path: '/v1/orders/{id}/fulfil',
  tag: 'Orders',
  scope: 'orders:write',
  summary: 'Say that an order is done',
  description: 'For whoever sees to it, HR and admins. Its buyer is told.',
  params,
  body: z
    .strictObject({ note: plainText(MOST_NOTE).default('').openapi({ description: 'Its buyer reads it.' }) })
    .openapi('Fulfilment'),
  answer: OrderSchema,
  async run(deps, { caller, params: { id: orderId }, body: { note } }) {
    return orderAnswer(
      deps,
      caller,
      await deps.app.store.fulfilOrder({ actor: caller.person, orderId, note }),
    );
  },
});

const cancelOrder = defineEndpoint({
  name: 'cancelOrder',
  method: 'post',
  path: '/v1/orders/{id}/cancel',
  tag: 'Orders',
  scope: 'orders:write',
  summary: 'Cancel an order that is not fulfilled: its money goes back',
  description:
    'Its buyer can until somebody has taken it on, and needs no reason. Whoever sees to it, HR and admins can until it is fulfilled.',
  params,
  body: z
    .strictObject({
      reason: plainText(MOST_NOTE).default('').openapi({ description: 'Its buyer reads it.' }),
    })
    .openapi('OrderToCancel'),
  answer: OrderSchema,
  async run(deps, { caller, params: { id: orderId }, body: { reason } }) {
    return orderAnswer(
      deps,
      caller,
      await deps.app.store.cancelOrder({ actor: caller.person, orderId, reason }),
    );
  },
});

const refundOrder = defineEndpoint({
  name: 'refundOrder',
  method: 'post',
  path: '/v1/orders/{id}/refund',
  tag: 'Orders',
  scope: 'orders:write',
  summary: 'Give the money of a fulfilled order back',
  description: 'For whoever sees to it, HR and admins, and never for one’s own order.',
  params,
  body: z
    .strictObject({
      reason: plainText(MOST_NOTE).min(1).openapi({ description: 'Its buyer reads it.' }),
      isRestocked: z
        .boolean()
        .default(true)
        .openapi({ description: 'Own goods go back into stock. A code that was seen never does.' }),
    })
    .openapi('OrderToRefund'),
  answer: OrderSchema,
  async run(deps, { caller, params: { id: orderId }, body: { reason, isRestocked } }) {
    const refund = { actor: caller.person, orderId, reason, isRestocked };
    return orderAnswer(deps, caller, await deps.app.store.refundOrder(refund));
  },
});

export const orderEndpoints = [
  placeOrder,
  listOrders,
  getOrder,
  startOrder,
  fulfilOrder,
  cancelOrder,
  refundOrder,
];
