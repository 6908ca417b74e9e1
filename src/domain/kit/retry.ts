const FIRST_MS = 5_000;
const LONGEST_MS = 600_000;

/** How long to wait after this many attempts with a lost answer: five seconds, doubling up to ten minutes. */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_MS * 2 ** attempts, LONGEST_MS);
}

/** How long to wait again after waiting this long already: half as long, between five seconds and ten minutes. */
export function growingDelayMs(waitedMs: number): number {
  return Math.min(Math.max(FIRST_MS, waitedMs / 2), LONGEST_MS);
}

/** After this many lost answers to one message, its way counts as closed. */
export const MAX_LOST = 8;
