export type CoalesceOptions = {
  /** How long the first item waits for others, in milliseconds. */
  waitMs: number;
  /** The most items in one batch. */
  max: number;
  /** How many batches may run at the same time; meanwhile the next one fills. */
  parallel: number;
  /** After this many milliseconds, a failing batch is not split further: all of it fails. */
  splitForMs: number;
};

/** Runs a batch of distinct items. Items left out of the map are done; an `Error` is that item's own fault. */
export type RunBatch<Item, Result> = (
  items: readonly Item[],
) => Promise<ReadonlyMap<Item, Result | Error> | void>;

type ItemResult<Result> = Result | Error | undefined;
type ItemResults<Item, Result> = Map<Item, ItemResult<Result>>;
type Settle<Result> = (result: ItemResult<Result>) => void;

/**
 * Merges many calls into one: items that arrive within `waitMs` of each other, or while earlier batches run, form one
 * batch of at most `max`. A batch that throws is split in halves until the faulty item is alone, and the others succeed
 * without it. The returned function resolves to the item's result, or rejects with its fault.
 */
export function coalesce<Item, Result>(
  runBatch: RunBatch<Item, Result>,
  options: CoalesceOptions,
): (item: Item) => Promise<Result | undefined> {
  const waiting = new Map<Item, Settle<Result>[]>();
  let running = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.size > 0 && running < options.parallel) void runNext();
  }

  async function runNext(): Promise<void> {
    const batch = [...waiting].slice(0, options.max);
    for (const [item] of batch) waiting.delete(item);
    running += 1;
    const results = await runSplitting(
      runBatch,
      batch.map(([item]) => item),
      options.splitForMs,
    );
    running -= 1;
    for (const [item, settles] of batch) for (const settle of settles) settle(results.get(item));
    flush();
  }

  return function add(item) {
    return new Promise((resolve, reject) => {
      const settles = waiting.get(item) ?? [];
      settles.push((result) => (result instanceof Error ? reject(result) : resolve(result)));
      waiting.set(item, settles);
      if (waiting.size >= options.max) flush();
      else timer ??= setTimeout(flush, options.waitMs);
    });
  };
}

/** Runs the halves one after the other, because the second may depend on the first. */
async function runSplitting<Item, Result>(
  runBatch: RunBatch<Item, Result>,
  items: readonly Item[],
  splitForMs: number,
): Promise<ItemResults<Item, Result>> {
  const results: ItemResults<Item, Result> = new Map();
  const parts = [items];
  let giveUpAt = Number.POSITIVE_INFINITY;

  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    try {
      for (const [item, result] of (await runBatch(part)) ?? []) results.set(item, result);
    } catch (thrown) {
      const fault =
        thrown instanceof Error
          ? thrown
          : new Error('A batch threw something that is not an Error', { cause: thrown });
      giveUpAt = Math.min(giveUpAt, Date.now() + splitForMs);
      // Past the time limit the fault is probably not one item's: an unreachable database would be tried twice for
      // each.
      if (part.length === 1 || Date.now() >= giveUpAt) for (const item of part) results.set(item, fault);
      else parts.push(part.slice(Math.ceil(part.length / 2)), part.slice(0, Math.ceil(part.length / 2)));
    }
  }
  return results;
}
