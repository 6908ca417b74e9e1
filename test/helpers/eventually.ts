import { vi } from 'vitest';

/** Tries until `attempt` does not throw, for twenty seconds unless told otherwise: where all tests run at once, little is quick. */
export function eventually<T>(attempt: () => T | Promise<T>, timeoutMs = 20_000): Promise<T> {
  return vi.waitFor(attempt, { timeout: timeoutMs, interval: 20 });
}
