/** Wakes one waiter. Calls while nobody waits count as one, so a burst of changes costs one update. */
export type Waker = {
  wakeUp(): void;
  /** Resolves to true at the next call, or at once if there was one since the last wait; false after the timeout. */
  wait(timeoutMs: number): Promise<boolean>;
};

export function createWaker(): Waker {
  let wasWoken = false;
  let wake: (() => void) | undefined;

  function wakeUp(): void {
    wasWoken = true;
    wake?.();
  }

  async function wait(timeoutMs: number): Promise<boolean> {
    if (!wasWoken) await nextWake(timeoutMs);
    const woken = wasWoken;
    wasWoken = false;
    return woken;
  }

  function nextWake(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return { wakeUp, wait };
}
