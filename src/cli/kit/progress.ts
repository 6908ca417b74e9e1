const EVERY_MS = 1_000;
/** Moves to the start of the line and clears it. */
export const CLEAR_LINE = '\r\u001B[K';

/** Shows on a terminal that we are waiting, and for how long. The returned function clears the line. */
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
