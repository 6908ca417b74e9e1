import type { Db } from '#src/db/kit/schema.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type LedgerProof, verifyLedger } from './verify-ledger.ts';

/** The proof of the whole ledger. It is about all organizations at once, so it is for the operator and no person of one. */
export async function proveLedger(db: Db, scope: Scope): Promise<Outcome<LedgerProof>> {
  if (scope.role !== undefined) return refused({ kind: 'not-yours-to-see' });
  return done(await verifyLedger(db));
}
