import type { Reader } from '#src/db/kit/schema.ts';
import { listTaxSettings } from '#src/db/report/tax-setting.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { TaxSetting } from '#src/domain/report/tax-setting.ts';

/** What the organization said about tax, in the order in which it did, for those who see all spend. */
export async function listTaxSettingsWithin(
  db: Reader,
  { organizationId, isAll }: Scope,
): Promise<TaxSetting[]> {
  return isAll ? listTaxSettings(db, organizationId) : [];
}
