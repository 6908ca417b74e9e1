import { randomUUID } from 'node:crypto';
import { must } from '#src/domain/kit/must.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import type { Member } from '../company.ts';
import type { ShopItem } from '../open-shop.ts';
import type { Answer } from '../start-teller.ts';
import { type Desk, timesAtOnce } from './operation.ts';

/** Somebody orders in the store, often twice by the same click; then several people do something with it at once. */
export async function order(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const buyer = random.pick(bank.company.members);
  const item = random.pick(bank.shop.items);
  const amountMinor = item.priceMinor ?? BigInt(random.between(1, 150));
  const requestId = randomUUID();
  const asked = { buyer, itemId: item.id, currency: 'USD', amountMinor, requestId };
  const tries = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'store.order', asked);
    bank.tally.note(`order:${requestId}:${buyer.id}:${item.id}:${amountMinor}`, answer, { isPromised: true });
    return idIn(answer);
  });
  const [orderId] = (await Promise.all(tries)).filter((id) => id !== undefined);
  // What nobody sees to stays as it is.
  if (orderId === undefined || random.chance(0.15)) return;
  for (let rounds = random.between(1, 3); rounds > 0; rounds -= 1) {
    await Promise.all(timesAtOnce(random, 0.5).map(() => doSomething(desk, { orderId, buyer, item })));
  }
}

function idIn(answer: Answer<Outcome<StoreOrder>>): string | undefined {
  return answer.kind === 'answered' && answer.value.ok ? answer.value.value.id : undefined;
}

type Ordered = { orderId: string; buyer: Member; item: ShopItem };

const DEEDS = ['start', 'fulfil', 'fulfil', 'cancel', 'cancel for them', 'refund', 'reveal'] as const;

async function doSomething(desk: Desk, { orderId, buyer }: Ordered): Promise<void> {
  const { bank, random } = desk;
  const keeper = must(
    bank.company.members.find(({ role }) => role === 'hr'),
    'person of HR',
  );
  const reason = 'no longer there';
  switch (random.pick(DEEDS)) {
    case 'start':
      await bank.ask(random, 'store.startOrder', { actor: keeper, orderId });
      return;
    case 'fulfil':
      return note(
        desk,
        `fulfil-order:${orderId}`,
        await bank.ask(random, 'store.fulfilOrder', { actor: keeper, orderId }),
      );
    case 'cancel':
      return note(
        desk,
        `cancel-order:${orderId}`,
        await bank.ask(random, 'store.cancelOrder', { actor: buyer, orderId, reason }),
      );
    case 'cancel for them':
      return note(
        desk,
        `cancel-order:${orderId}`,
        await bank.ask(random, 'store.cancelOrder', { actor: keeper, orderId, reason }),
      );
    case 'refund':
      return note(
        desk,
        `refund-order:${orderId}`,
        await bank.ask(random, 'store.refundOrder', { actor: keeper, orderId, reason }),
      );
    case 'reveal':
      await bank.ask(random, 'store.revealOrder', { person: buyer, orderId });
      return;
    default:
  }
}

/** Done again, it changes nothing and says that it is done; also where its provider had ended it. */
function note({ bank }: Desk, effect: string, answer: Answer<Outcome<StoreOrder>>): void {
  const isOwn =
    answer.kind !== 'answered' || !answer.value.ok || answer.value.value.endedWhy !== 'not-bought';
  if (isOwn) bank.tally.note(effect, answer, { isPromised: true });
}
