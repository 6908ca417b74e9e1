import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call, type Tremendous } from './call.ts';
import { type Order, orderShape, purchaseOf, type TremendousPurchase } from './order-shape.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

const PAGE_SIZE = 100;

const pageShape = z.looseObject({ orders: z.array(orderShape), total_count: z.number() });

/** Our purchases among the orders that a query of Tremendous finds, oldest first. */
export async function listOrders(
  tremendous: Tremendous,
  query: Record<string, string>,
): Promise<ProviderOutcome<{ purchases: TremendousPurchase[] }>> {
  const found = new Map<string, Order>();
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const params = new URLSearchParams({ ...query, offset: `${offset}`, limit: `${PAGE_SIZE}` });
    const called = await call(tremendous, {
      method: 'GET',
      path: `/orders?${params.toString()}`,
      shape: pageShape,
    });
    if ('failure' in called) return outcomeOfFailure(called.failure);
    const { orders, total_count: total } = called.answer.body;
    for (const order of orders) found.set(order.id, order);
    if (orders.length === 0 || offset + orders.length >= total) break;
  }
  const purchases = [...found.values()].flatMap((order) => purchaseOf(order) ?? []);
  return { kind: 'ok', purchases: purchases.toSorted((a, b) => a.at.getTime() - b.at.getTime()) };
}
