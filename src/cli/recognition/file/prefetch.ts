/** The same items, with the next one prepared while the current one is processed. */
export async function* prefetch<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = take(iterator);
  try {
    for (let item = await next; !item.done; item = await next) {
      next = take(iterator);
      yield item.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Its error surfaces when the item is asked for. */
function take<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next();
  next.catch(() => undefined);
  return next;
}
