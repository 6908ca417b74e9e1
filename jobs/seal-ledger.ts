import type { Job } from './job.ts';

/** Seals what was added to the ledger, so that a later change by hand is detected. */
export const sealLedger: Job<'seal-ledger'> = {
  name: 'seal-ledger',
  everyMs: 300_000,

  async run({ app }) {
    const { isDone } = await app.ledger.seal();
    return isDone ? undefined : { again: 0 };
  },
};
