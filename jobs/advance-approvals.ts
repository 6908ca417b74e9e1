import type { Job } from './job.ts';
import { keepFailedJob } from './keep-failed-job.ts';

/**
 * Asks the people who may decide an approval, reminds them, and lets it expire. The sweep enqueues it when one of these
 * is due.
 */
export const advanceApprovals: Job<'advance-approvals'> = {
  name: 'advance-approvals',
  due: 'approvals',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedJob,

  async run({ app }, approvalId) {
    await app.approval.advance(approvalId);
  },
};
