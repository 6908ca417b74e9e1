import type { JobName, Queue } from '#src/ports.ts';
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
  data: { id: string };
  opts: { jobId: string; deduplication?: { id: string; ttl: number } };
};

export type Bells = {
  /** Throws when ringing would only wait. */
  untilReachable(): Promise<void>;
  open(job: JobName): Bell;
  /** Drops the connection, whatever still hangs on it. */
  disconnect(): void;
};

export type Ringer = Queue & {
  /** Rings with the id `all`; of many processes that do so, one ring in the interval counts. */
  ringOnceEvery(job: JobName, everyMs: number): Promise<void>;
  close(): Promise<void>;
};

const RING_TIMEOUT_MS = 950;
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
    ring: (job, ids) =>
      ring(
        job,
        ids,
        ids.map((id) => bellJob(job, id)),
      ),
    ringOnceEvery: (job, everyMs) => ring(job, ['all'], [bellJob(job, 'all', everyMs)]),
    async close() {
      await settledWithin(Promise.all([...hung.values()].map((bell) => bell.close())), RING_TIMEOUT_MS);
      bells.disconnect();
    },
  };
}

function bellJob(job: JobName, id: string, everyMs?: number): BellJob {
  const opts = { jobId: `${job}-${id}` };
  if (everyMs === undefined) return { name: job, data: { id }, opts };
  // A little less than the interval, because timers are not exact.
  return {
    name: job,
    data: { id },
    opts: { ...opts, deduplication: { id: job, ttl: Math.round(everyMs * 0.9) } },
  };
}
