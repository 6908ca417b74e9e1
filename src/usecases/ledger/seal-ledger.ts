import { listOrganizationIds } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findSettledPosting, insertSeal, tryLockSealing } from '#src/db/ledger/seal.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SealDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'queue'>;

/** What was sealed. `isDone` is false when more is left for the next call. */
export type Sealed = { seals: number; postings: number; isDone: boolean };

export type SealOptions = {
  /** How long to wait for transactions that were already writing when it began. */
  patienceMs?: number;
  /** The most postings under one seal, and the most seals in one call. */
  stretch?: number;
  maxSeals?: number;
};

/**
 * Seals what was added to the ledgers since last time, one stretch per transaction.
 *
 * Takes no locks that issuing needs: it seals only postings below which no new one can appear. If several run at once,
 * one seals. The log keeps every hash, so seals that somebody rebuilds later can be told apart.
 */
export async function sealLedger(
  deps: SealDeps,
  { patienceMs = 10_000, stretch = 10_000, maxSeals = 200 }: SealOptions = {},
): Promise<Sealed> {
  const sealed = { seals: 0, postings: 0 };
  const upTo = await findSettledPosting(deps.db, patienceMs);
  if (upTo === undefined) {
    deps.log.warn({ patienceMs }, 'Ledger not sealed: a transaction is still writing to it');
    return { ...sealed, isDone: true };
  }
  for (const organizationId of await listOrganizationIds(deps.db)) {
    for (;;) {
      if (sealed.seals >= maxSeals) return { ...sealed, isDone: false };
      const postings = await sealNext(deps, { organizationId, upTo, maxPostings: stretch });
      if (postings === 'busy') return { ...sealed, isDone: true };
      if (postings === 0) break;
      sealed.seals += 1;
      sealed.postings += postings;
    }
  }
  return { ...sealed, isDone: true };
}

/** The number of postings sealed; `busy` while another process is sealing. */
async function sealNext(
  deps: SealDeps,
  stretch: { organizationId: string; upTo: bigint; maxPostings: number },
): Promise<number | 'busy'> {
  const seal = await transact(deps, async (tx) => {
    if (!(await tryLockSealing(tx))) return 'busy';
    return insertSeal(tx, { ...stretch, sealedAt: tx.now });
  });
  if (seal === 'busy' || seal === undefined) return seal ?? 0;
  deps.log.info({ organizationId: stretch.organizationId, ...seal }, 'Ledger sealed');
  return seal.postings;
}
