import { transact } from '#src/db/kit/transact.ts';
import { saveProof } from '#src/db/ledger/last-proof.ts';
import type { BrokenRule, ProvenHead } from '#src/domain/ledger/proof.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import { listByRoles } from '#src/db/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** What a proof found. `wholeAt`: when the whole books were last walked, if that was not now. */
export type ProofToRecord = {
  checks: readonly { name: string; ok: boolean; broken: readonly string[] }[];
  proven: readonly ProvenHead[];
  wholeAt?: Date;
};

/** Records what a proof of the books found, and tells admins and finance when something does not hold, once a day. */
export async function recordProof(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { checks, proven, wholeAt }: ProofToRecord,
): Promise<void> {
  const broken = checks
    .filter(({ ok }) => !ok)
    .map((check): BrokenRule => ({ name: check.name, broken: check.broken }));
  await transact(deps, async (tx) => {
    await saveProof(tx, { wholeAt: wholeAt ?? tx.now, heads: proven, broken });
    if (broken.length === 0) return;
    const rules = broken.map(({ name, broken: [first = ''] }) => ({ name, first }));
    const day = tx.now.toISOString().slice(0, 10);
    for (const organizationId of await listOrganizationIds(tx)) {
      const readers = await listByRoles(tx, organizationId, ['admin', 'finance']);
      const told = readers.map((personId) => {
        return {
          organizationId,
          personId,
          subjectId: organizationId,
          kind: 'ledger.broken' as const,
          detail: { rules, day },
        };
      });
      await notify(deps, tx, told);
    }
  });
  if (broken.length > 0) deps.log.error({ broken }, 'The books do not hold; see: largesse audit verify');
}
