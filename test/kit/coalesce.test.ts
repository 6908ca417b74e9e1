import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from '#src/kit/coalesce.ts';

const OPTIONS = { waitMs: 5, max: 4, parallel: 1, splitForMs: 1000 };

/** Keeps the batches it was given; what it does with one is up to the test. */
function batchKeeper(run: (ids: readonly string[]) => Promise<ReadonlyMap<string, string | Error> | void>) {
  const batches: string[][] = [];
  return {
    batches,
    run(ids: readonly string[]) {
      batches.push([...ids]);
      return run(ids);
    },
  };
}

async function echo(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(ids.map((id) => [id, `result of ${id}`]));
}

describe('coalescing ids into batches', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('makes one call of what arrives within the wait, and gives each its own result', async () => {
    const keeper = batchKeeper(echo);
    const add = coalesce((ids: readonly string[]) => keeper.run(ids), OPTIONS);

    const results = [add('a'), add('b')];
    await vi.advanceTimersByTimeAsync(3);
    results.push(add('c'));
    await vi.advanceTimersByTimeAsync(2);

    expect(await Promise.all(results)).toEqual(['result of a', 'result of b', 'result of c']);
    expect(keeper.batches).toEqual([['a', 'b', 'c']]);
  });

  it('does not wait once a batch is full', async () => {
    const keeper = batchKeeper(echo);
    const add = coalesce((ids: readonly string[]) => keeper.run(ids), OPTIONS);

    await Promise.all(['a', 'b', 'c', 'd'].map(add));

    expect(keeper.batches).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('fills the next batch while one runs, and never runs more at a time than allowed', async () => {
    let running = 0;
    let most = 0;
    const keeper = batchKeeper(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running -= 1;
    });
    const add = coalesce((ids: readonly string[]) => keeper.run(ids), OPTIONS);

    const results = [add('a')];
    await vi.advanceTimersByTimeAsync(20);
    for (const id of ['b', 'c', 'd', 'e', 'f']) {
      results.push(add(id));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.runAllTimersAsync();
    await Promise.all(results);

    expect(keeper.batches).toEqual([['a'], ['b', 'c', 'd', 'e'], ['f']]);
    expect(most).toBe(1);
  });

  it('runs an id once that is asked for twice, and answers both', async () => {
    const keeper = batchKeeper(echo);
    const add = coalesce((ids: readonly string[]) => keeper.run(ids), OPTIONS);

    const results = Promise.all([add('a'), add('a'), add('b')]);
    await vi.runAllTimersAsync();

    expect(await results).toEqual(['result of a', 'result of a', 'result of b']);
    expect(keeper.batches).toEqual([['a', 'b']]);
  });

  it('takes an id that the batch does not mention for done, and an error for that id alone', async () => {
    const add = coalesce(async () => new Map([['b', new Error('b is broken')]]), OPTIONS);

    const results = Promise.allSettled([add('a'), add('b')]);
    await vi.runAllTimersAsync();

    expect(await results).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: new Error('b is broken') },
    ]);
  });

  it.each([1, 2, 7, 64])('finds each poisonous id among %i and lets the others succeed', async (count) => {
    const ids = Array.from({ length: count }, (_, index) => `id-${index}`);
    const poisonous = new Set([ids[0], ids.at(-1), ids[Math.floor(count / 2)]]);
    const keeper = batchKeeper(async (batch) => {
      if (batch.some((id) => poisonous.has(id))) throw new Error(`poisoned: ${batch.length}`);
    });
    const add = coalesce((ids: readonly string[]) => keeper.run(ids), { ...OPTIONS, max: count });

    const settled = await Promise.allSettled(ids.map(add));

    const failed = ids.filter((_, index) => settled[index]?.status === 'rejected');
    expect(new Set(failed)).toEqual(poisonous);
    for (const id of poisonous) expect(keeper.batches).toContainEqual([id]);
  });

  it('splits no further once that takes too long, as when the database is gone', async () => {
    const keeper = batchKeeper(async () => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      throw new Error('no database');
    });
    const add = coalesce((ids: readonly string[]) => keeper.run(ids), { ...OPTIONS, max: 64 });

    const settled = Promise.allSettled(Array.from({ length: 64 }, (_, index) => add(`id-${index}`)));
    await vi.runAllTimersAsync();

    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(keeper.batches.length).toBeLessThan(10);
  });

  it('goes on after a batch that failed', async () => {
    let isBroken = true;
    const add = coalesce(async (ids: readonly string[]) => {
      if (isBroken) throw new Error('broken');
      return echo(ids);
    }, OPTIONS);

    const failed = Promise.allSettled([add('a')]);
    await vi.runAllTimersAsync();
    isBroken = false;
    const result = add('a');
    await vi.runAllTimersAsync();

    expect((await failed)[0]?.status).toBe('rejected');
    expect(await result).toBe('result of a');
  });
});
