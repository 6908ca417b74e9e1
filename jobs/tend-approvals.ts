import { defineJob } from './define-job.ts';
import { type JobDeps, parkAs } from './job-deps.ts';

/** Asks those who may decide an approval, reminds them, and lets it expire. The sweep rings when one of it is due. */
export const tendApprovals = defineJob<JobDeps>('tend-approvals', {
  attempts: 8,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
  concurrency: 5,
  park: parkAs('tend-approvals'),

  async run({ app }, approvalId) {
    await app.tendApproval(approvalId);
  },
});
