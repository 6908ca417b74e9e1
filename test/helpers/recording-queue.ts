import type { JobName, Queue } from '#src/ports/queue.ts';

/** A queue that wakes nobody and remembers what was enqueued. */
export type RecordingQueue = Queue & {
  /** The ids that were enqueued for a job since they were last taken, each once. */
  take(job: JobName): string[];
};

export function createRecordingQueue(): RecordingQueue {
  const enqueued = new Map<JobName, Set<string>>();
  return {
    async enqueue(job, ids) {
      enqueued.set(job, new Set([...(enqueued.get(job) ?? []), ...ids]));
    },
    take(job) {
      const ids = [...(enqueued.get(job) ?? [])];
      enqueued.delete(job);
      return ids;
    },
  };
}
