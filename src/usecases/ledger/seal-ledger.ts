import { listLackingKeys } from '#src/db/kit/code-key.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findSettled, insertSeal, type Seal, type Settled, tryLockSealing } from '#src/db/ledger/seal.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SealDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'keys' | 'queue'>;

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
  const settled = await findSettled(deps.db, patienceMs);
  if (settled === undefined) {
    deps.log.warn({ patienceMs }, 'Ledger not sealed: a transaction is still writing to it');
    return { ...sealed, isDone: true };
  }
  for (const organizationId of await listOrganizationIds(deps.db)) {
    for (;;) {
      if (sealed.seals >= maxSeals) return { ...sealed, isDone: false };
      const seal = await sealNext(deps, { organizationId, settled, maxRows: stretch });
      if (seal === 'busy') return { ...sealed, isDone: true };
      if (!seal) break;
      sealed.seals += 1;
      sealed.postings += seal.postings;
    }
  }
  return { ...sealed, isDone: true };
}

/**
 * `busy` while another process is sealing, or when this one cannot tell what nobody signed from what is signed with a key that it
 * lacks; undefined when nothing is left.
 */
async function sealNext(
  deps: SealDeps,
  { organizationId, ...stretch }: { organizationId: string; settled: Settled; maxRows: number },
): Promise<Seal | 'busy' | undefined> {
  const seal = await transact(deps, async (tx) => {
    if (!(await tryLockSealing(tx))) return 'busy';
    const made = await insertSeal(tx, deps.keys, { organizationId, ...stretch, sealedAt: tx.now });
    // Looked at last: a key is written down before anything is signed with it.
    const lacking = made && made.unsigned.length > 0 ? await listLackingKeys(tx, deps.keys) : [];
    return lacking.length > 0 ? { ok: false as const, lacking } : made;
  });
  if (seal === 'busy' || seal === undefined) return seal;
  if ('lacking' in seal) {
    deps.log.error({ keys: seal.lacking }, 'Ledger not sealed: this process lacks a key');
    return 'busy';
  }
  const { unsigned, ...made } = seal;
  deps.log.info({ organizationId, ...made }, 'Ledger sealed');
  if (unsigned.length > 0) {
    deps.log.error({ organizationId, number: seal.number, unsigned }, 'The record was changed by hand');
  }
  return seal;
}
