import type { Job } from './job.ts';

/** Seals what was added to the books, so that a later change by hand is detected, and has the head kept outside. */
export const sealLedgerJob: Job<'seal-ledger'> = {
  name: 'seal-ledger',
  everyMs: 300_000,

  async run({ app, headKeepers }) {
    const { isDone } = await app.ledger.seal();
    if (!isDone) return { again: 0 };
    await app.ledger.keepHeads(headKeepers);
  },
};
