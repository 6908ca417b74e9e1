import { listLackingKeys } from '#src/db/kit/code-key.ts';
import { findLastProof } from '#src/db/ledger/last-proof.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { KeptHead } from '#src/domain/ledger/audit-head.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { VerifyOptions } from './proof-steps.ts';
import { type FoundLedgerProof, verifyLedger } from './verify-ledger.ts';

/** `sinceLast`: walks only what is new since the last proof that was kept, if there is one to go on from. */
export type ProveOptions = Pick<VerifyOptions, 'onStep'> & {
  heads?: readonly KeptHead[];
  sinceLast?: boolean;
};

/** `wholeAt`: when the whole ledger was last walked, if it was not now. `lacking`: the keys of the database that this ring lacks. */
export type ProvenLedger = FoundLedgerProof & { wholeAt?: Date; lacking: string[] };

/**
 * The proof of the ledger. It is about all organizations at once, so it is for the operator and no person of one. Where this ring
 * lacks a key, signatures are not checked: what that key signed would pass for forged.
 */
export async function proveLedger(
  { db, keys }: { db: Db; keys: Pick<KeyRing, 'ids' | 'isSigned'> },
  scope: Scope,
  { sinceLast = false, ...options }: ProveOptions = {},
): Promise<Outcome<ProvenLedger>> {
  if (scope.role !== undefined) return refused({ kind: 'not-yours-to-see' });
  const lacking = await listLackingKeys(db, keys);
  const known = lacking.length > 0 ? undefined : keys;
  const last = sinceLast ? await findLastProof(db, keys) : undefined;
  // One that was broken, or that anybody may have written, proves nothing.
  const base = last?.isSigned && last.broken.length === 0 ? last : undefined;
  const proof = await verifyLedger(db, { ...options, keys: known, since: base?.heads });
  return done({ ...proof, lacking, ...(base && !proof.isWhole && { wholeAt: base.wholeAt }) });
}
