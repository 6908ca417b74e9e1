import type { Job } from './job.ts';

/** Enqueues again every row that is due and was not taken: an emptied queue loses nothing. */
export const sweep: Job<'sweep'> = {
  name: 'sweep',
  everyMs: 10_000,

  async run({ app, dueJobs }) {
    await app.jobs.enqueueDue(dueJobs);
  },
};
