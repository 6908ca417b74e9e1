import type { WaitingWork } from '#src/app.ts';
import type { Log } from '#src/ports/log.ts';
import type { JobName } from '#src/ports/queue.ts';

/** A worker as the watchdog sees it. Times are those of its clock. */
export type WatchedWorker = {
  name: JobName;
  openedAt: () => number;
  /** When it last took a job; `-Infinity` when it never did. */
  takenAt: () => number;
  isRunning(): boolean;
  /** Replaces the connection and the loop that takes jobs. */
  replace(): void;
};

export type Watchdog = {
  /** Replaces the workers that took nothing although their rows have been due for long. */
  look: (waiting: readonly WaitingWork[]) => void;
  /** The jobs that nobody took even after their worker was replaced, as of the last look. */
  stuck: () => JobName[];
};

/** Longer than any pause between two attempts at a row, during which nothing is taken either. */
export const STUCK_MS = 90_000;

/**
 * Watches for workers that hang. After a server's failover a worker of BullMQ may wait for ever on a connection that
 * looks alive, and report nothing.
 */
export function createWatchdog(
  workers: readonly WatchedWorker[],
  { log, now }: { log: Log; now: () => number },
): Watchdog {
  const replacedAt = new Map<JobName, number>();
  let stuck: JobName[] = [];

  function replaceIdle(worker: WatchedWorker, ageMs: number): void {
    const idleMs = now() - Math.max(worker.openedAt(), worker.takenAt());
    if (worker.isRunning() || idleMs < STUCK_MS) return;
    log.warn({ job: worker.name, ageMs }, 'Worker took nothing though work was due; it is replaced');
    replacedAt.set(worker.name, now());
    worker.replace();
  }

  return {
    look(waiting) {
      const ages = new Map(waiting.map(({ job, ageMs }) => [job, ageMs]));
      const overdue = workers.filter(({ name }) => (ages.get(name) ?? 0) >= STUCK_MS);
      for (const worker of overdue) replaceIdle(worker, ages.get(worker.name) ?? 0);
      stuck = overdue
        .filter(({ name, takenAt }) => takenAt() < (replacedAt.get(name) ?? -Infinity))
        .map(({ name }) => name);
    },
    stuck: () => stuck,
  };
}
