import type { BatchResults, Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/** One batch is read while another is written; a department's accounts still take one at a time. */
export const BATCHES_AT_ONCE = 2;
export const BATCH_SIZE = 500;

/**
 * Decides queued recognitions and issues their gifts, as many at once as are waiting.
 *
 * People are identified first: a platform that cannot be asked about a stranger holds up nobody else's gift.
 */
export const issueGiftsJob: Job<'issue-gifts'> = {
  name: 'issue-gifts',
  due: 'recognitions',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: BATCHES_AT_ONCE,
  batchSize: BATCH_SIZE,
  onFailed: keepFailedRun,

  async runBatch({ app }, ids): Promise<BatchResults> {
    const waiting = await app.people.identifyMany(ids);
    const identified = ids.filter((id) => !waiting.has(id));
    if (identified.length === 0) return waiting;
    const { faults } = await app.recognition.issue(identified);
    return new Map([...waiting, ...faults]);
  },
};
