import { describe, expect, it } from 'vitest';
import { limit } from '#src/kit/limit.ts';

describe('limiting what runs at the same time', () => {
  it('lets no more run than allowed, and the others in their turn, whatever becomes of those before', async () => {
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const run = limit(async (item: number) => {
      started.push(item);
      await new Promise<void>((resolve) => finish.push(resolve));
      if (item === 1) throw new Error('broken');
      return item;
    }, 2);
    const results = Promise.allSettled([1, 2, 3, 4].map(run));

    await settle();
    const atFirst = [...started];
    finish[0]?.();
    await settle();
    const afterOne = [...started];
    for (const item of [1, 2, 3]) {
      finish[item]?.();
      await settle();
    }

    expect(atFirst).toEqual([1, 2]);
    expect(afterOne).toEqual([1, 2, 3]);
    expect(await results).toEqual([
      { status: 'rejected', reason: new Error('broken') },
      ...[2, 3, 4].map((value) => ({ status: 'fulfilled', value })),
    ]);
  });
});

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
