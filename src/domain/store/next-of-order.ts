import type { RewardStatus } from '#src/domain/reward/reward-moves.ts';
import type { CheckoutStatus } from '#src/domain/states.ts';
import { isByPerson } from './item.ts';
import { isOpenOrder, type StoreOrder, TAKEN_BEFORE_MS } from './order.ts';

/** What has to be done for an order; undefined: it waits for somebody, or is over. */
export type OrderStep = 'cancel' | 'take-money' | 'buy' | 'fulfil' | undefined;

/** What an order rests on: its checkout, and the purchase from its provider once that is asked for. */
export type OrderFacts = {
  money: { status: CheckoutStatus; expiresAt: Date };
  reward: RewardStatus | undefined;
  now: Date;
};

type Where = Pick<StoreOrder, 'kind' | 'status'>;

/**
 * What an order needs next.
 *
 * A code is paid at once; a gift card when its provider has sold it; what a person sees to when they take it on. What is held is taken
 * before its time is over, so that no order loses its money while somebody is away.
 */
export function nextOfOrder(order: Where, { money, reward, now }: OrderFacts): OrderStep {
  if (!isOpenOrder(order)) return undefined;
  switch (money.status) {
    case 'voided':
    case 'expired':
    case 'declined':
      return 'cancel';
    case 'awaiting_remainder':
    case 'capturing':
      return undefined;
    case 'authorized': {
      const isLast = money.expiresAt.getTime() - now.getTime() <= TAKEN_BEFORE_MS;
      return beforePayment(order, reward) ?? (isLast ? 'take-money' : undefined);
    }
    case 'captured':
      return afterPayment(order, reward);
    default:
      return money.status satisfies never;
  }
}

function beforePayment({ kind, status }: Where, reward: RewardStatus | undefined): OrderStep {
  if (kind === 'codes') return 'take-money';
  if (isByPerson(kind)) return status === 'fulfilling' ? 'take-money' : undefined;
  return reward === 'bought' ? 'take-money' : purchaseOf(status, reward);
}

function afterPayment({ kind, status }: Where, reward: RewardStatus | undefined): OrderStep {
  if (kind === 'codes') return 'fulfil';
  if (isByPerson(kind)) return undefined;
  return reward === 'bought' ? 'fulfil' : purchaseOf(status, reward);
}

function purchaseOf(status: Where['status'], reward: RewardStatus | undefined): OrderStep {
  if (reward === 'rejected') return 'cancel';
  return status === 'placed' ? 'buy' : undefined;
}
