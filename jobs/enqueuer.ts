import { createHash } from 'node:crypto';
import type { Log } from '#src/ports/log.ts';
import type { JobName, Queue } from '#src/ports/queue.ts';
import type { Warn } from './throttled-warning.ts';
import { settledWithin, within } from './within.ts';

/** The part of a BullMQ queue that enqueueing needs. */
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

/** What a job carries: an id, `more` that were enqueued with it, and how many of its runs threw under an earlier job. */
export type JobData = { id: string; more?: string[]; faults?: number };

/** An id that is to be run by itself, later. */
export type Postponed = { id: string; delayMs: number; faults: number };

export type QueueConnection = {
  /** Throws when enqueueing would only wait. */
  untilReachable(): Promise<void>;
  open(job: JobName): JobQueue;
  /** Drops the connection, whatever still hangs on it. */
  disconnect(): void;
};

export type Enqueuer = Queue & {
  /** Enqueues each by itself, each after its delay. */
  enqueueLater(job: JobName, postponed: readonly Postponed[]): Promise<void>;
  /** Enqueues the id `all`; of many processes that do so, one counts in the interval. */
  enqueueOnceEvery(job: JobName, everyMs: number): Promise<void>;
  close(): Promise<void>;
};

const ENQUEUE_TIMEOUT_MS = 950;
/** As many ids as one job carries: it costs the queue as much as a job with one. */
const LIST = 100;
/** As many jobs as are added by one call. */
const CHUNK = 1000;

/** The enqueueing side: it never rejects, takes at most a second, and works again by itself once the queue is back. */
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
    // BullMQ never makes a queue ready again that could not be made ready once: it is replaced.
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
      await within(add(job, jobs), ENQUEUE_TIMEOUT_MS);
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
    // A little less than the interval, because timers are not exact.
    enqueueOnceEvery: (job, everyMs) =>
      enqueue(
        job,
        ['all'],
        [queuedJob(job, { id: 'all' }, { deduplication: { id: job, ttl: Math.round(everyMs * 0.9) } })],
      ),
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

/** The same ids, enqueued again while they wait, are absorbed. */
function queuedJob(job: JobName, data: JobData, opts: Omit<QueuedJob['opts'], 'jobId'> = {}): QueuedJob {
  const { id, more = [] } = data;
  const name = more.length > 0 ? digestOf([id, ...more]) : id;
  return { name: job, data, opts: { jobId: `${job}-${name}`, ...opts } };
}

function digestOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.join()).digest('base64url');
}
