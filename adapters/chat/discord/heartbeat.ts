/** The heartbeats of one connection. Discord drops a connection without them, and is gone itself if it answers none. */
export type Heartbeat = {
  /** Beats once per interval from now on. `onSilence` is called if one was not answered before the next is due. */
  start(intervalMs: number, onSilence: () => void): void;
  /** Beats now, as Discord may ask for. */
  beat(): void;
  /** Notes that the last beat was answered. */
  acknowledge(): void;
  stop(): void;
};

export function createHeartbeat(beat: () => void): Heartbeat {
  let isAnswered = true;
  let timer: NodeJS.Timeout | undefined;

  return {
    beat,
    acknowledge() {
      isAnswered = true;
    },
    stop: () => clearTimeout(timer),
    start(intervalMs, onSilence) {
      clearTimeout(timer);
      isAnswered = true;
      function next(): void {
        if (!isAnswered) return onSilence();
        isAnswered = false;
        beat();
        timer = setTimeout(next, intervalMs).unref();
      }
      // Spread over one interval, so that bots which reconnect together do not beat together.
      timer = setTimeout(next, intervalMs * Math.random()).unref();
    },
  };
}
