import { createHash } from 'node:crypto';
import type { JobName, Queue } from '#src/ports/queue.ts';
import type { Warn } from './calm-warning.ts';
import { settledWithin, within } from './within.ts';

/** The part of a BullMQ queue that ringing needs. */
export type Bell = {
  addBulk(jobs: BellJob[]): Promise<unknown>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (err: Error) => void): unknown;
  close(): Promise<void>;
};

export type BellJob = {
  name: string;
  data: RungIds;
  opts: { jobId: string; delay?: number; deduplication?: { id: string; ttl: number } };
};

/** What a job carries: an id, `more` that were rung with it, and how many of its runs threw under an earlier job. */
export type RungIds = { id: string; more?: string[]; faults?: number };

/** An id that is to be run by itself, later. */
export type Postponed = { id: string; delayMs: number; faults: number };

export type Bells = {
  /** Throws when ringing would only wait. */
  untilReachable(): Promise<void>;
  open(job: JobName): Bell;
  /** Drops the connection, whatever still hangs on it. */
  disconnect(): void;
};

export type Ringer = Queue & {
  /** Rings for each by itself, each after its delay. */
  ringLater(job: JobName, postponed: readonly Postponed[]): Promise<void>;
  /** Rings with the id `all`; of many processes that do so, one ring in the interval counts. */
  ringOnceEvery(job: JobName, everyMs: number): Promise<void>;
  close(): Promise<void>;
};

const RING_TIMEOUT_MS = 950;
/** As many ids as one job carries: it costs the queue as much as a job with one. */
const LIST = 100;
/** As many jobs as are added by one call. */
const CHUNK = 1000;

/** The ringing side: it never rejects, takes at most a second, and works again by itself once the queue is back. */
export function createRinger(bells: Bells, warn: Warn): Ringer {
  const hung = new Map<JobName, Bell>();

  function bellOf(job: JobName): Bell {
    const open = hung.get(job);
    if (open) return open;
    const bell = bells.open(job);
    hung.set(job, bell);
    bell.on('error', (err) => warn('the queue reports an error', err));
    // BullMQ keeps a bell that could not be made ready as it is, for good: it is replaced.
    bell.waitUntilReady().catch((err: unknown) => {
      warn('the queue could not be opened', err);
      hung.delete(job);
      void settledWithin(bell.close(), RING_TIMEOUT_MS);
    });
    return bell;
  }

  async function add(job: JobName, jobs: readonly BellJob[]): Promise<void> {
    await bells.untilReachable();
    const bell = bellOf(job);
    for (let from = 0; from < jobs.length; from += CHUNK) await bell.addBulk(jobs.slice(from, from + CHUNK));
  }

  async function ring(job: JobName, ids: readonly string[], jobs: readonly BellJob[]): Promise<void> {
    if (jobs.length === 0) return;
    try {
      await within(add(job, jobs), RING_TIMEOUT_MS);
    } catch (err) {
      warn('a ring may be lost; the sweep rings again', err, {
        job,
        ids: ids.slice(0, 10),
        count: ids.length,
      });
    }
  }

  return {
    ring: (job, ids) => ring(job, ids, listJobs(job, ids)),
    ringLater: (job, postponed) =>
      ring(
        job,
        postponed.map(({ id }) => id),
        postponed.map(({ id, delayMs, faults }) => bellJob(job, { id, faults }, { delay: delayMs })),
      ),
    // A little less than the interval, because timers are not exact.
    ringOnceEvery: (job, everyMs) =>
      ring(
        job,
        ['all'],
        [bellJob(job, { id: 'all' }, { deduplication: { id: job, ttl: Math.round(everyMs * 0.9) } })],
      ),
    async close() {
      await settledWithin(Promise.all([...hung.values()].map((bell) => bell.close())), RING_TIMEOUT_MS);
      bells.disconnect();
    },
  };
}

function listJobs(job: JobName, ids: readonly string[]): BellJob[] {
  const jobs: BellJob[] = [];
  for (let from = 0; from < ids.length; from += LIST) {
    const [id, ...more] = ids.slice(from, from + LIST);
    if (id) jobs.push(bellJob(job, more.length > 0 ? { id, more } : { id }));
  }
  return jobs;
}

/** The same ids, rung again while they wait, are absorbed. */
function bellJob(job: JobName, data: RungIds, opts: Omit<BellJob['opts'], 'jobId'> = {}): BellJob {
  const { id, more = [] } = data;
  const name = more.length > 0 ? digestOf([id, ...more]) : id;
  return { name: job, data, opts: { jobId: `${job}-${name}`, ...opts } };
}

function digestOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.join()).digest('base64url');
}
