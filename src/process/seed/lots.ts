/** Draws lots, the same ones each time for a seed. Not for secrets. */
export type Lots = {
  /** From 0 on, below 1. */
  share: () => number;
  /** A whole number from 0 on, below `below`. */
  below: (below: number) => number;
  pick: <T>(of: readonly T[]) => T;
  isHit: (chance: number) => boolean;
};

/** Mulberry32: small, fast, and good enough to look like chance. */
export function drawLots(seed: number): Lots {
  let state = seed >>> 0;
  function share(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function below(most: number): number {
    return Math.floor(share() * most);
  }
  return {
    share,
    below,
    pick<T>(of: readonly T[]): T {
      const one = of[below(of.length)];
      if (one === undefined) throw new Error('there is nothing to pick from');
      return one;
    },
    isHit: (chance) => share() < chance,
  };
}

/** UUIDs v7 of a clock's time, in order, the same ones each time for a seed. */
export function drawIds(lots: Lots, clock: { now: () => Date }): () => string {
  let [lastMs, count] = [0, 0];
  return () => {
    const ms = Math.max(lastMs, clock.now().getTime());
    count = ms === lastMs ? count + 1 : 0;
    lastMs = ms;
    const time = hex(ms, 12);
    const [high, low] = [hex(lots.below(2 ** 32), 8), hex(lots.below(2 ** 32), 8)];
    const order = hex(count % 2 ** 24, 6);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order.slice(0, 3)}-8${order.slice(3)}-${high}${low.slice(0, 4)}`;
  };
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
