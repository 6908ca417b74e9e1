import type { Job } from './job.ts';
import { keepFailedRun } from './keep-failed-run.ts';

/**
 * Asks the people who may decide an approval, reminds them, and lets it expire. The sweep enqueues it when one of these
 * is due.
 */
export const advanceApprovalsJob: Job<'advance-approvals'> = {
  name: 'advance-approvals',
  due: 'approvals',
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  onFailed: keepFailedRun,

  async run({ app }, approvalId) {
    await app.approval.advance(approvalId);
  },
};
