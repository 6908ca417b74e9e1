import type { Job } from './job.ts';

/** Adds up what was noted for reports, so that they have little to add themselves. */
export const addUpSpendJob: Job<'add-up-spend'> = {
  name: 'add-up-spend',
  everyMs: 60_000,

  async run({ app }) {
    const { isDone } = await app.report.addUpSpend();
    return isDone ? undefined : { again: 0 };
  },
};
