import { expect } from 'vitest';
import { sql } from 'kysely';
import { EVERYBODY } from './company.ts';
import { type Model, sumOf } from './model.ts';
import type { Real } from './steps/step.ts';
import { giftFundsOf, isOpen, leftOf, openPromosOf, type Order } from './store.ts';

/** Orders, stock, wallets, what is held and settled, cards of gifts and what the provider sold are as the model has them now. */
export async function compareStore(model: Model, real: Real): Promise<void> {
  const { orders, gifts, purchases, shelf } = model;
  const cards = gifts.flatMap(({ giftId, card }) => (card ? [[giftId, card.status] as const] : []));

  expect(await read(real)).toEqual({
    orders: new Map(orders.map(({ orderId, status }) => [orderId, status])),
    cards: new Map(cards),
    stock: { mug: shelf.mug, ticket: shelf.ticket },
    money: moneyOf(model, real),
  });
  const sold = purchases
    .filter(({ isSold }) => isSold)
    .map(({ of }) => ('giftId' in of ? of.giftId : of.orderId));
  expect(new Set(real.shop.sold.keys())).toEqual(new Set(sold));
  expect(orders.filter((one) => isOpen(one) && one.money === 'back')).toEqual([]);
}

/** What is held and settled in all, and what everybody has, minor units; nothing where there is nothing. */
function moneyOf(model: Model, { people }: Real): Map<string, bigint> {
  const money = new Map<string, bigint>([
    ['held', sumOf(ordersWith(model, 'held'))],
    ['settled', sumOf(ordersWith(model, 'taken'))],
  ]);
  for (const who of EVERYBODY) {
    money.set(people[who].id, giftFundsOf(model, who) + leftOf(openPromosOf(model, who)));
  }
  return new Map([...money].filter(([, amount]) => amount !== 0n));
}

function ordersWith({ orders }: Model, kind: Order['money']): Order[] {
  return orders.filter(({ money }) => money === kind);
}

async function read({ core: { db }, company, items }: Real) {
  const { id } = company.organization;
  const { rows } = await sql<{ what: string; key: string; value: string }>`
    select 'order' as what, id::text as key, status as value from store_order where organization_id = ${id}
     union all
    select 'card', gift_id::text, status from gift_card where organization_id = ${id}
     union all
    select 'mug', '', in_stock::text from store_item where organization_id = ${id} and id = ${items.mug}
     union all
    select 'ticket', '', count(*)::text from stock_code where organization_id = ${id} and status = 'in-stock'
     union all
    select 'money', case when kind in ('held', 'settled') then kind else owner_id::text end, sum(balance)::text
      from account where organization_id = ${id} and kind in ('held', 'settled', 'wallet_gift', 'wallet_promo')
     group by 2 having sum(balance) <> 0`.execute(db);
  function of(what: string): [string, string][] {
    return rows.filter((row) => row.what === what).map(({ key, value }) => [key, value]);
  }
  return {
    orders: new Map(of('order')),
    cards: new Map(of('card')),
    stock: { mug: Number(of('mug')[0]?.[1]), ticket: Number(of('ticket')[0]?.[1]) },
    money: new Map(of('money').map(([key, value]) => [key, BigInt(value)])),
  };
}
