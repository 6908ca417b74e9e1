const EVERY_MS = 1_000;
/** Moves to the start of the line and clears it. */
export const CLEAR_LINE = '\r\u001B[K';

/** Shows on a terminal that we are waiting, and for how long. The returned function clears the line. */
export function showProgress(text: string | (() => string)): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    const shown = typeof text === 'string' ? text : text();
    process.stderr.write(`${CLEAR_LINE}${shown} … ${seconds} s`);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    process.stderr.write(CLEAR_LINE);
  };
}

/** Shows on a terminal how many of how many steps are done, and for how long, once it has taken a second. */
export function showSteps(text: string): { show: (done: number, all: number) => void; hide: () => void } {
  let steps = '';
  const hide = showProgress(() => `${text}${steps}`);
  return {
    show(done, all) {
      steps = `, ${done} of ${all}`;
    },
    hide,
  };
}
