/** Waits for the promise up to this many milliseconds; resolves to whether it settled by then. */
export async function settledWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The promise's result. Throws when it takes longer than this many milliseconds. */
export async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  if (await settledWithin(promise, timeoutMs)) return promise;
  throw new Error(`No answer within ${timeoutMs} ms`);
}
