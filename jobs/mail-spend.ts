import type { Job } from './job.ts';

/** Mails the spend of the month that is over as a file, on the first mornings of the next one, to who asked for it. */
export const mailSpendJob: Job<'mail-spend'> = {
  name: 'mail-spend',
  everyMs: 900_000,

  async run({ app }) {
    for (const due of await app.report.findDueMailings()) await app.report.mailSpend(due);
  },
};
