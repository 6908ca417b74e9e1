export type GatherOptions = {
  /** How long the first id waits for company, in milliseconds. */
  waitMs: number;
  /** The most ids in one batch. */
  max: number;
  /** How many batches may run at the same time; meanwhile the next one fills. */
  parallel: number;
  /** After so many milliseconds no part of a faulty batch is split further: all of it fails with the fault. */
  splitForMs: number;
};

/** Runs a batch without repeated ids. What it leaves out of the map is done; an `Error` is that id's own fault. */
export type RunBatch<Result> = (
  ids: readonly string[],
) => Promise<ReadonlyMap<string, Result | Error> | void>;

type Outcome<Result> = Result | Error | undefined;
type Outcomes<Result> = Map<string, Outcome<Result>>;
type Settle<Result> = (outcome: Outcome<Result>) => void;

/**
 * Makes one call of many: ids that arrive within `waitMs` of each other, or while earlier batches run, go in one
 * batch of at most `max`. A batch that throws is split in halves until the poisonous id stands alone; the others
 * succeed without it. The returned function resolves to the id's result, or rejects with its fault.
 */
export function gather<Result>(
  runBatch: RunBatch<Result>,
  options: GatherOptions,
): (id: string) => Promise<Result | undefined> {
  const waiting = new Map<string, Settle<Result>[]>();
  let running = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.size > 0 && running < options.parallel) void runNext();
  }

  async function runNext(): Promise<void> {
    const batch = [...waiting].slice(0, options.max);
    for (const [id] of batch) waiting.delete(id);
    running += 1;
    const outcomes = await runSplitting(
      runBatch,
      batch.map(([id]) => id),
      options.splitForMs,
    );
    running -= 1;
    for (const [id, settles] of batch) for (const settle of settles) settle(outcomes.get(id));
    flush();
  }

  return function add(id) {
    return new Promise((resolve, reject) => {
      const settles = waiting.get(id) ?? [];
      settles.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
      waiting.set(id, settles);
      if (waiting.size >= options.max) flush();
      else timer ??= setTimeout(flush, options.waitMs);
    });
  };
}

/** Halves are run one after the other: the first one's success may be what the second one needs. */
async function runSplitting<Result>(
  runBatch: RunBatch<Result>,
  ids: readonly string[],
  splitForMs: number,
): Promise<Outcomes<Result>> {
  const outcomes: Outcomes<Result> = new Map();
  const parts = [ids];
  let giveUpAt = Number.POSITIVE_INFINITY;

  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    try {
      for (const [id, outcome] of (await runBatch(part)) ?? []) outcomes.set(id, outcome);
    } catch (thrown) {
      const fault =
        thrown instanceof Error ? thrown : new Error('A batch threw what is no error', { cause: thrown });
      giveUpAt = Math.min(giveUpAt, Date.now() + splitForMs);
      // Past the limit the fault is hardly one id's: a database that is gone would be asked twice per id.
      if (part.length === 1 || Date.now() >= giveUpAt) for (const id of part) outcomes.set(id, fault);
      else parts.push(part.slice(Math.ceil(part.length / 2)), part.slice(0, Math.ceil(part.length / 2)));
    }
  }
  return outcomes;
}
