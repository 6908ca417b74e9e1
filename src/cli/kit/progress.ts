const EVERY_MS = 1_000;
/** Back to the beginning of the line, and all of it gone. */
export const CLEAR_LINE = '\r\u001B[K';

/** Says on a terminal that we are waiting, and for how long. The function that it gives takes the line away again. */
export function showProgress(text: string): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    process.stderr.write(`${CLEAR_LINE}${text} … ${seconds} s`);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    process.stderr.write(CLEAR_LINE);
  };
}
