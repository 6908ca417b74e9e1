/** The calls of a platform that one limit covers, such as `message` in a workspace. */
export type Lane = {
  platform: string;
  workspaceId: string;
  call: 'message' | 'answer' | 'update' | 'user' | 'group';
};

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

/** `probeUntilMs`: a call went ahead and has not reported. */
type Hold = { untilMs: number; probeUntilMs: number; strikes: number };

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
      const leftMs = Math.max(hold.untilMs, hold.probeUntilMs) - now();
      if (leftMs > 0) return leftMs + Math.random() * SPREAD_MS;
      hold.probeUntilMs = now() + OVERDUE_MS;
      return 0;
    },
    holdBack(lane, forMs) {
      const { untilMs = 0, strikes = 0 } = holds.get(keyOf(lane)) ?? {};
      // Calls that were under way together are refused together: that is one refusal.
      const isOneMore = forMs === undefined && untilMs <= now();
      const counted = isOneMore ? strikes + 1 : strikes;
      const waitMs = forMs ?? Math.min(FIRST_MS * 2 ** Math.max(0, counted - 1), LONGEST_MS);
      const until = Math.max(untilMs, now() + waitMs);
      holds.set(keyOf(lane), { untilMs: until, probeUntilMs: 0, strikes: counted });
      return waitMs;
    },
    free(lane) {
      // A call that was under way when another one was told to wait says nothing of that wait.
      if ((holds.get(keyOf(lane))?.untilMs ?? 0) <= now()) holds.delete(keyOf(lane));
    },
  };
}

function keyOf({ platform, workspaceId, call }: Lane): string {
  return `${platform}|${workspaceId}|${call}`;
}
