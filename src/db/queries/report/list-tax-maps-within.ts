import type { Reader } from '#src/db/kit/schema.ts';
import { listTaxMaps } from '#src/db/report/tax-map.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { TaxMap } from '#src/domain/report/tax-map.ts';

/** How payroll wants its files, as the organization saved it, for those who see all spend. */
export async function listTaxMapsWithin(db: Reader, { organizationId, isAll }: Scope): Promise<TaxMap[]> {
  return isAll ? listTaxMaps(db, organizationId) : [];
}
