import type { ProvenLedger } from '#src/app.ts';
import type { Job } from './job.ts';

/**
 * Proves the books once a day, and tells admins and finance what does not hold. Most days only what is new is walked; where that
 * does not hold, the whole books are, which names the first rows.
 */
export const proveLedgerJob: Job<'prove-ledger'> = {
  name: 'prove-ledger',
  everyMs: 3_600_000,
  timeLimitMs: 1_800_000,

  async run({ app }) {
    const due = await app.ledger.findDueProof();
    if (!due) return;
    const scope = { organizationId: due.organization.id, operator: 'the daily proof' };
    const { ledger } = app.queries;
    const found = await ledger.prove(scope, { sinceLast: !due.isWhole });
    // A process with all keys proves them an hour later.
    if (!found.ok || found.value.lacking.length > 0) return;
    const { value: first } = found;
    if (first.ok || first.isWhole) return app.ledger.recordProof(first);
    const whole = await ledger.prove(scope);
    if (whole.ok) await app.ledger.recordProof({ proven: [], checks: withBroken(whole.value, first) });
  },
};

/** What the whole proof found, and what only the one before it did. */
function withBroken(whole: ProvenLedger, first: ProvenLedger): ProvenLedger['checks'] {
  const isKnown = new Set(whole.checks.filter(({ ok }) => !ok).map(({ name }) => name));
  return [...whole.checks, ...first.checks.filter(({ ok, name }) => !ok && !isKnown.has(name))];
}
