import type { JobName, Queue } from '#src/ports/queue.ts';

/** A queue that rings nobody and remembers for what it was rung. */
export type RecordingQueue = Queue & {
  /** The ids that a job was rung for since they were last taken, each once. */
  take(job: JobName): string[];
};

export function createRecordingQueue(): RecordingQueue {
  const rung = new Map<JobName, Set<string>>();
  return {
    async ring(job, ids) {
      rung.set(job, new Set([...(rung.get(job) ?? []), ...ids]));
    },
    take(job) {
      const ids = [...(rung.get(job) ?? [])];
      rung.delete(job);
      return ids;
    },
  };
}
