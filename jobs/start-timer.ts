import type { WaitingWork } from '#src/app.ts';
import type { Enqueuer } from './enqueuer.ts';
import type { JobDefinition, TimerJob } from './job.ts';

export type JobTimer = { stop(): void };

type TimerTools = {
  enqueuer: Pick<Enqueuer, 'enqueueOnceEvery'>;
  /** Hears what a job's look found. */
  onLook: (waiting: readonly WaitingWork[]) => void;
  now?: () => number;
};

/**
 * Enqueues a job by the clock. A timer in every process survives an emptied queue; the queue makes sure that only one of
 * them counts.
 */
export function startTimer<Deps>(
  { enqueuer, onLook, now = () => performance.now() }: TimerTools,
  job: JobDefinition<Deps> & TimerJob<Deps>,
  deps: Deps,
): JobTimer {
  const { name, everyMs, quietMs = everyMs, look } = job;
  let enqueuedAt = -Infinity;

  function enqueue(intervalMs: number): void {
    // Slightly less than the interval, because timers are not exact.
    if (now() - enqueuedAt < intervalMs * 0.9) return;
    enqueuedAt = now();
    void enqueuer.enqueueOnceEvery(name, intervalMs);
  }

  async function tick(): Promise<void> {
    try {
      const waiting = await look?.(deps);
      if (waiting) onLook(waiting);
      enqueue(waiting?.length === 0 ? quietMs : everyMs);
    } catch {
      // Whatever keeps us from looking, the job itself will say.
      enqueue(everyMs);
    }
  }

  enqueue(everyMs);
  const timer = setInterval(() => void tick(), everyMs);
  return { stop: () => clearInterval(timer) };
}
