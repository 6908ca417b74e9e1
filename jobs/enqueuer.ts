import { createHash } from 'node:crypto';
import type { Log } from '#src/ports/log.ts';
import type { JobName, Queue } from '#src/ports/queue.ts';
import type { Warn } from './throttled-warning.ts';
import { settledWithin, withTimeout } from './with-timeout.ts';

/** The part of a BullMQ queue that enqueueing uses. */
export type JobQueue = {
  addBulk(jobs: QueuedJob[]): Promise<unknown>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (err: Error) => void): unknown;
  close(): Promise<void>;
};

export type QueuedJob = {
  name: string;
  data: JobData;
  opts: { jobId: string; delay?: number; deduplication?: { id: string; ttl: number } };
};

/** A job's payload: an id, `more` ids enqueued with it, and how many runs already threw in earlier jobs. */
export type JobData = { id: string; more?: string[]; faults?: number };

/** An id to run separately, later. */
export type Postponed = { id: string; delayMs: number; faults: number };

export type QueueConnection = {
  /** Throws when enqueueing would have to wait. */
  untilReachable(): Promise<void>;
  open(job: JobName): JobQueue;
  /** Drops the connection, whatever is still using it. */
  disconnect(): void;
};

export type Enqueuer = Queue & {
  /** Enqueues each id separately, after its own delay. */
  enqueueLater(job: JobName, postponed: readonly Postponed[]): Promise<void>;
  /** Enqueues the id `all`. If many processes do so, it counts once per interval. */
  enqueueOnceEvery(job: JobName, everyMs: number): Promise<void>;
  close(): Promise<void>;
};

const ENQUEUE_TIMEOUT_MS = 950;
/** The most ids in one job, which costs the queue no more than a job with one. */
const LIST = 100;
/** The most jobs added in one call. */
const CHUNK = 1000;

/** The enqueueing side: never rejects, takes at most a second, and recovers by itself once the queue is back. */
export function createEnqueuer(
  connection: QueueConnection,
  { log, warn }: { log: Log; warn: Warn },
): Enqueuer {
  const opened = new Map<JobName, JobQueue>();

  function queueOf(job: JobName): JobQueue {
    const open = opened.get(job);
    if (open) return open;
    const queue = connection.open(job);
    opened.set(job, queue);
    queue.on('error', (err) => warn('Queue reported an error', err));
    // A BullMQ queue that fails to get ready once never does, so it is replaced.
    queue.waitUntilReady().catch((err: unknown) => {
      warn('Could not open the queue', err);
      opened.delete(job);
      void settledWithin(queue.close(), ENQUEUE_TIMEOUT_MS);
    });
    return queue;
  }

  async function add(job: JobName, jobs: readonly QueuedJob[]): Promise<void> {
    await connection.untilReachable();
    const queue = queueOf(job);
    for (let from = 0; from < jobs.length; from += CHUNK) await queue.addBulk(jobs.slice(from, from + CHUNK));
  }

  async function enqueue(job: JobName, ids: readonly string[], jobs: readonly QueuedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    try {
      await withTimeout(add(job, jobs), ENQUEUE_TIMEOUT_MS);
      log.debug({ job, ids }, 'Enqueued');
    } catch (err) {
      warn('Ids may not have been enqueued; the sweep will enqueue them', err, {
        job,
        ids: ids.slice(0, 10),
        count: ids.length,
      });
    }
  }

  return {
    enqueue: (job, ids) => enqueue(job, ids, listJobs(job, ids)),
    enqueueLater: (job, postponed) =>
      enqueue(
        job,
        postponed.map(({ id }) => id),
        postponed.map(({ id, delayMs, faults }) => queuedJob(job, { id, faults }, { delay: delayMs })),
      ),
    enqueueOnceEvery: (job, everyMs) => enqueue(job, ['all'], [timedJob(job, everyMs)]),
    async close() {
      await settledWithin(
        Promise.all([...opened.values()].map((queue) => queue.close())),
        ENQUEUE_TIMEOUT_MS,
      );
      connection.disconnect();
    },
  };
}

function listJobs(job: JobName, ids: readonly string[]): QueuedJob[] {
  const jobs: QueuedJob[] = [];
  for (let from = 0; from < ids.length; from += LIST) {
    const [id, ...more] = ids.slice(from, from + LIST);
    if (id) jobs.push(queuedJob(job, more.length > 0 ? { id, more } : { id }));
  }
  return jobs;
}

/** Counts once per interval; the queue forgets it slightly before the interval is over, because timers are not exact. */
function timedJob(job: JobName, everyMs: number): QueuedJob {
  const ttl = Math.round(everyMs * 0.9);
  return queuedJob(job, { id: 'all' }, { deduplication: { id: `${job}-${everyMs}`, ttl } });
}

/** The job id absorbs the same ids enqueued again while they wait. */
function queuedJob(job: JobName, data: JobData, opts: Omit<QueuedJob['opts'], 'jobId'> = {}): QueuedJob {
  const { id, more = [] } = data;
  const name = more.length > 0 ? digestOf([id, ...more]) : id;
  return { name: job, data, opts: { jobId: `${job}-${name}`, ...opts } };
}

function digestOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.join()).digest('base64url');
}
