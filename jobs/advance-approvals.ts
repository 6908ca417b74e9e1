import { defineJob } from './define-job.ts';
import { type JobDeps, keepFailed } from './job-deps.ts';

/** Asks those who may decide an approval, reminds them, and lets it expire. The sweep enqueues it when one of these is due. */
export const advanceApprovals = defineJob<JobDeps>('advance-approvals', {
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  giveUp: keepFailed('advance-approvals'),

  async run({ app }, approvalId) {
    await app.approval.advance(approvalId);
  },
});
