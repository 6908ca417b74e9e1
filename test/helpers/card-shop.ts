import { Secret } from '#src/domain/kit/secret.ts';
import type { RewardProvider, RewardToOrder } from '#src/ports/rewards.ts';

/**
 * How the next orders end: `lost` sells the card, and the answer never comes; `killed`: nor does whoever
 * asked live to write down anything.
 */
export type ShopMood = 'ok' | 'rejected' | 'lost' | 'down' | 'pending' | 'killed';

/** A provider of gift cards with the books of a real one: a key is sold once. */
export function createCardShop() {
  const sold = new Map<string, RewardToOrder>();
  const refused = new Set<string>();
  const moods: ShopMood[] = [];
  let isHiding = false;

  const provider: RewardProvider = {
    name: 'card-shop',
    async order(order) {
      const mood = moods.shift() ?? 'ok';
      if (mood === 'down') return { kind: 'unknown', fault: 'no answer' };
      if (mood === 'pending') return { kind: 'pending', providerRef: `card-${order.key}` };
      if (refused.has(order.key) || (mood === 'rejected' && !sold.has(order.key))) {
        refused.add(order.key);
        return { kind: 'rejected', reason: 'not for sale' };
      }
      sold.set(order.key, order);
      if (mood === 'killed') throw new Error('killed');
      if (mood === 'lost') return { kind: 'unknown', fault: 'the answer was lost' };
      const none = { amountMinor: 0n, currency: order.face.currency };
      return { kind: 'ok', providerRef: `card-${order.key}`, charged: order.face, fee: none };
    },
    async reveal({ key }) {
      if (isHiding) return { kind: 'unknown', fault: 'no answer' };
      return { kind: 'ok', values: [{ kind: 'code', secret: new Secret(`CARD-${key}`) }] };
    },
    catalogue: () => Promise.resolve({ kind: 'ok', products: [] }),
    findByKey: () => Promise.resolve({ kind: 'ok', purchase: undefined }),
    cancel: () => Promise.resolve({ kind: 'rejected', reason: 'sold is sold' }),
    funds: () => Promise.resolve({ kind: 'ok', available: { amountMinor: 1_000_000n, currency: 'USD' } }),
    activity: () => Promise.resolve({ kind: 'ok', purchases: [] }),
    check: () => Promise.resolve([]),
  };

  return {
    provider,
    sold,
    /** Whether it leaves unanswered what it sold. */
    hide(isIt: boolean) {
      isHiding = isIt;
    },
    next(...some: readonly ShopMood[]) {
      moods.push(...some);
    },
  };
}
