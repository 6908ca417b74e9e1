import type { Db } from '#src/db/kit/schema.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type ExportOptions, exportLedger } from './export-ledger.ts';

/** Writes an organization's whole ledger, for readers who may see all of it. Returns the number of entries. */
export async function exportLedgerWithin(
  db: Db,
  scope: Scope,
  options: Omit<ExportOptions, 'organization'>,
): Promise<Outcome<{ entries: number }>> {
  if (!scope.isAll) return refused({ kind: 'not-yours-to-see' });
  const organization = await getOrganization(db, scope.organizationId);
  return done(await exportLedger(db, { organization, ...options }));
}
