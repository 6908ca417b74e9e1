import type { Job } from './job.ts';

/** Enqueues every overdue row again, so an emptied queue loses nothing. */
export const sweepJob: Job<'sweep'> = {
  name: 'sweep',
  everyMs: 10_000,
  quietMs: 30_000,

  look: ({ app, dueJobs }) => app.jobs.findWaiting(dueJobs),

  async run({ app, dueJobs }) {
    await app.jobs.enqueueDue(dueJobs);
  },
};
