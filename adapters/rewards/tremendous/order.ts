import { z } from 'zod';
import { toDecimal } from '#src/domain/kit/money.ts';
import { providerKeyOf } from '#src/domain/reward/provider-key.ts';
import type { OrderOutcome, RewardToOrder } from '#src/ports/rewards.ts';
import { call, type CallFailure, type Tremendous } from './call.ts';
import { listOrders } from './list-orders.ts';
import { orderShape, purchaseOf, type TremendousPurchase } from './order-shape.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

const answerShape = z.looseObject({ order: orderShape });

/** Who the recipient is, is not Tremendous's business: it hands nothing over. */
const RECIPIENT = 'Largesse';

/** Orders a reward whose link we hand over ourselves. A new order is answered by 200, its repeat by 201. */
export async function order(tremendous: Tremendous, reward: RewardToOrder): Promise<OrderOutcome> {
  const called = await call(tremendous, {
    method: 'POST',
    path: '/orders',
    body: bodyOf(tremendous, reward),
    shape: answerShape,
  });
  if ('answer' in called) return judge(purchaseOf(called.answer.body.order), reward);
  if (called.failure.status !== 409) return outcomeOf(called.failure);
  // It was ordered before, perhaps with another funding source.
  const listed = await listOrders(tremendous, { external_id: providerKeyOf(reward.key) });
  return listed.kind === 'ok' ? judge(listed.purchases[0], reward) : listed;
}

/** Written by hand, because an amount is no float. */
function bodyOf({ config }: Tremendous, { key, product, face }: RewardToOrder): string {
  const value = `{"denomination":${toDecimal(face)},"currency_code":${JSON.stringify(face.currency)}}`;
  const rest = JSON.stringify({
    products: [product],
    recipient: { name: RECIPIENT },
    delivery: { method: 'LINK' },
  });
  const payment = JSON.stringify({ funding_source_id: config.fundingSourceId });
  const externalId = JSON.stringify(providerKeyOf(key));
  return `{"external_id":${externalId},"payment":${payment},"reward":{"value":${value},${rest.slice(1)}}`;
}

/** Our key is refused, or our funds do not suffice: no other order would fare better. */
function outcomeOf(failure: CallFailure): OrderOutcome {
  if ([401, 402, 403].includes(failure.status ?? 0)) return { kind: 'blocked', reason: failure.text };
  return outcomeOfFailure(failure);
}

function judge(purchase: TremendousPurchase | undefined, { key, face }: RewardToOrder): OrderOutcome {
  const isSame =
    purchase?.key === key &&
    purchase.face.currency === face.currency &&
    purchase.face.amountMinor === face.amountMinor;
  if (!isSame) {
    return { kind: 'unknown', fault: 'Tremendous answered with another order than the one that was made' };
  }
  const { providerRef, charged, fee, state } = purchase;
  switch (state) {
    case 'bought':
      return { kind: 'ok', providerRef, charged, fee };
    case 'pending':
      return { kind: 'pending', providerRef };
    case 'failed':
      return { kind: 'rejected', reason: 'Tremendous: the order failed; look whether funds are left' };
    case 'cancelled':
      return { kind: 'rejected', reason: 'Tremendous: the order was cancelled' };
  }
}
