import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { TaxMap } from '#src/domain/report/tax-map.ts';

/** The payroll files that an organization has described, by name. */
export async function listTaxMaps(db: Reader, organizationId: string): Promise<TaxMap[]> {
  return db
    .selectFrom('tax_map')
    .select(['name', 'file_name as fileName', 'columns'])
    .where('organization_id', '=', organizationId)
    .orderBy('name_key')
    .execute();
}

/** Saves one in place of the one of its name. */
export async function saveTaxMap(
  tx: Tx,
  { organizationId, map, setBy }: { organizationId: string; map: TaxMap; setBy: string | null },
): Promise<void> {
  const columns = JSON.stringify(map.columns);
  await sql`
    insert into tax_map (organization_id, name, file_name, columns, set_at, set_by)
    values (${organizationId}, ${map.name}, ${map.fileName}, ${columns}::jsonb, ${tx.now}, ${setBy})
    on conflict (organization_id, name_key) do update
      set name = excluded.name, file_name = excluded.file_name, columns = excluded.columns, set_at = excluded.set_at,
          set_by = excluded.set_by`.execute(tx);
}

/** Whether there was one. */
export async function deleteTaxMap(tx: Tx, organizationId: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('tax_map')
    .where('organization_id', '=', organizationId)
    .where('name_key', '=', foldText(name))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
