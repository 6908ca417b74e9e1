/** The calls of a platform that one limit covers, such as `message` in a workspace. */
export type Lane = { platform: string; workspaceId: string; call: 'message' | 'answer' | 'user' | 'group' };

/** Which lanes of this process were told to wait, and for how long. */
export type Pace = {
  /**
   * Milliseconds to wait before the next call, 0 to call now. Waits are spread over a second. Whoever gets the first 0
   * after a wait goes ahead alone; the others wait until it has reported with `free` or `holdBack`, or is overdue.
   */
  waitMs(lane: Lane): number;
  /**
   * Holds back every call of this lane and of no other. Without a time the wait grows: five seconds, doubled with each
   * refusal in a row, up to ten minutes. Returns the wait in milliseconds.
   */
  holdBack(lane: Lane, forMs: number | undefined): number;
  /** A call went through. */
  free(lane: Lane): void;
};

type Hold = { untilMs: number; strikes: number };

const SPREAD_MS = 1_000;
const FIRST_MS = 5_000;
const LONGEST_MS = 600_000;
/** A call that has not reported by then is taken for lost. */
const OVERDUE_MS = 15_000;

/** Confines a rate limit to its lane: after one 429, the lane's other calls wait without asking. */
export function createPace(now: () => number = Date.now): Pace {
  const holds = new Map<string, Hold>();

  return {
    waitMs(lane) {
      const hold = holds.get(keyOf(lane));
      if (!hold) return 0;
      const leftMs = hold.untilMs - now();
      if (leftMs > 0) return leftMs + Math.random() * SPREAD_MS;
      hold.untilMs = now() + OVERDUE_MS;
      return 0;
    },
    holdBack(lane, forMs) {
      const { untilMs = 0, strikes = 0 } = holds.get(keyOf(lane)) ?? {};
      const waitMs = forMs ?? Math.min(FIRST_MS * 2 ** strikes, LONGEST_MS);
      const isSilent = forMs === undefined;
      holds.set(keyOf(lane), {
        untilMs: Math.max(untilMs, now() + waitMs),
        strikes: isSilent ? strikes + 1 : strikes,
      });
      return waitMs;
    },
    free(lane) {
      holds.delete(keyOf(lane));
    },
  };
}

function keyOf({ platform, workspaceId, call }: Lane): string {
  return `${platform}|${workspaceId}|${call}`;
}
