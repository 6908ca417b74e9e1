import { expect } from 'vitest';
import type { ShopMood } from '#test/helpers/card-shop.ts';
import type { Gift, Model } from '../model.ts';
import { isOpen, type Purchase, settlePurchase, takeBefore } from '../store.ts';
import { nameRestored } from './order.ts';
import { nowOf, type Real, type Step, step } from './step.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How the provider answers next. */
export function next(mood: ShopMood): Step {
  return step(`the provider will be ${mood}`, async ({ shelf }, { shop }) => {
    shop.next(mood);
    shelf.answers.push(mood);
  });
}

/** The workers come for cards of gifts, for purchases and for orders, each twice. */
export function buy(): Step {
  return step('the workers come for what is bought', async (model, real) => {
    for (const gift of model.gifts.filter(({ card }) => card)) await orderCard(model, real, gift);
    for (const purchase of model.purchases) {
      await ask(model, real, purchase);
      await ask(model, real, purchase);
    }
    for (const one of model.orders) {
      await real.core.app.store.advanceOrder(one.orderId);
      await real.core.app.store.advanceOrder(one.orderId);
      takeBefore(one, nowOf(real));
    }
    await nameRestored(model, real);
  });
}

/** The card of a gift is ordered once its giver cannot take it back any more. */
async function orderCard(model: Model, real: Real, gift: Gift): Promise<void> {
  const at = nowOf(real);
  await real.core.app.reward.orderGiftCard(gift.giftId);
  await real.core.app.reward.orderGiftCard(gift.giftId);
  const { status, card } = gift;
  if (status !== 'issued' || card?.status !== 'waiting' || card.dueAt === null || card.dueAt > at) return;
  gift.card = { status: 'ordered', dueAt: null };
  model.purchases.push({ of: gift, isSold: false, dueAt: at, attempts: 0, status: 'open' });
}

/** The provider is asked for what is due, and says one thing or another, or nothing. */
async function ask(model: Model, { core }: Real, purchase: Purchase): Promise<void> {
  const { of } = purchase;
  const id = 'giftId' in of ? of.giftId : of.orderId;
  const at = core.clock.now().getTime();
  const asked = core.app.reward.buy(id).catch((error: Error) => error.message);
  if (purchase.status !== 'open') {
    expect(await asked).toBeUndefined();
  } else if (purchase.dueAt > at) {
    expect(await asked).toBe(purchase.dueAt - at);
  } else {
    expect(await asked).toBe(answer(model, purchase, at));
  }
}

/** What asking comes to: nothing more to do, after how long to ask again, or the death of whoever asked. */
function answer(model: Model, purchase: Purchase, at: number): number | string | undefined {
  const said = model.shelf.answers.shift() ?? 'ok';
  const mood = said === 'rejected' && purchase.isSold ? 'ok' : said;
  purchase.attempts += 1;
  if (mood === 'rejected') {
    settlePurchase(model, purchase, { status: 'rejected', at });
    return undefined;
  }
  purchase.isSold ||= mood === 'ok' || mood === 'lost' || mood === 'killed';
  if (mood === 'ok') {
    settlePurchase(model, purchase, { status: 'bought', at });
    return undefined;
  }
  const waitMs = waitAfter(mood, purchase.attempts);
  purchase.dueAt = at + waitMs;
  return mood === 'killed' ? 'killed' : waitMs;
}

/** Twice as long each time, for an hour at most; who died is waited for. */
function waitAfter(mood: 'lost' | 'down' | 'pending' | 'killed', attempts: number): number {
  if (mood === 'killed') return 2 * MINUTE_MS;
  const first = mood === 'pending' ? MINUTE_MS : 5 * SECOND_MS;
  return Math.min(first * 2 ** (attempts - 1), 60 * MINUTE_MS);
}

/** So long until the next purchase is asked for. */
export function waitForPurchase(seconds: number): Step {
  return step(
    `wait for the next purchase and ${seconds} seconds`,
    async ({ gifts, purchases, orders }, real) => {
      const at = nowOf(real);
      const turns = [
        ...purchases.filter(({ status }) => status === 'open').map(({ dueAt }) => dueAt),
        ...gifts.flatMap(({ card }) => (card?.status === 'waiting' && card.dueAt ? [card.dueAt] : [])),
        ...orders
          .filter((one) => isOpen(one) && one.money === 'held')
          .map((one) => one.heldUntil - 24 * 60 * MINUTE_MS),
      ];
      const turn = turns.filter((one) => one > at).toSorted((a, b) => a - b)[0] ?? at;
      real.core.clock.advance(Math.max(turn + seconds * SECOND_MS - at, 0));
    },
  );
}
