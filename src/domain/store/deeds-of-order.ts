import type { CheckoutStatus } from '#src/domain/states.ts';
import { isByPerson } from './item.ts';
import { isOpenOrder, type StoreOrder } from './order.ts';

/** What can be done with an order. */
export type OrderDeed = 'start' | 'fulfil' | 'cancel' | 'refund' | 'reveal';

/**
 * What somebody can do with an order as it stands. `isKeeper`: they see to it, or to all of them. `money`: how its checkout stands; what
 * another payment method is about to say is not waited for here.
 */
export function deedsOfOrder(
  { kind, status }: Pick<StoreOrder, 'kind' | 'status'>,
  { isBuyer, isKeeper, money }: { isBuyer: boolean; isKeeper: boolean; money: CheckoutStatus },
): OrderDeed[] {
  const isOpen = isOpenOrder({ status });
  const isPaid = money === 'authorized' || money === 'captured';
  const isSeenTo = isKeeper && isByPerson(kind) && isOpen;
  const isBeingBought = kind === 'gift-card' && status === 'fulfilling';
  const canCancel = isBuyer ? status === 'placed' : isKeeper && isOpen && !isBeingBought;
  const deeds: [OrderDeed, boolean][] = [
    ['start', isSeenTo && status === 'placed' && isPaid],
    ['fulfil', isSeenTo && isPaid],
    ['cancel', canCancel && money !== 'capturing'],
    ['refund', isKeeper && !isBuyer && status === 'fulfilled'],
    ['reveal', isBuyer && !isByPerson(kind) && status === 'fulfilled'],
  ];
  return deeds.filter(([, can]) => can).map(([deed]) => deed);
}
