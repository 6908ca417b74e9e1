/** Limits how many runs happen at once; the others wait their turn. */
export function limit<Item, Result>(
  run: (item: Item) => Promise<Result>,
  max: number,
): (item: Item) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function runInTurn(item) {
    if (running < max) running += 1;
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    try {
      return await run(item);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
