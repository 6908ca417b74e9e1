/** Wakes one waiter. Rings while nobody waits are one ring, so a burst of changes costs one look. */
export type Bell = {
  ring(): void;
  /** Resolves to true at the next ring, or at once when it has rung since the last wait; false when time is up. */
  wait(timeoutMs: number): Promise<boolean>;
};

export function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;

  function ring(): void {
    hasRung = true;
    wake?.();
  }

  async function wait(timeoutMs: number): Promise<boolean> {
    if (!hasRung) await nextRing(timeoutMs);
    const rang = hasRung;
    hasRung = false;
    return rang;
  }

  function nextRing(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return { ring, wait };
}
