import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 20;

/** Looks again and again until something is there, and gives it; throws, saying what was missed, when nothing comes. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`within ${timeoutMs} ms there was no ${what}`);
    await sleep(INTERVAL_MS);
  }
}
