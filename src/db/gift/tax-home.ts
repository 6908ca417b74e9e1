import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { TaxHome } from '#src/domain/gift/tax-class.ts';

/** The departments' regions and time zones of people, by their ids; who is not here yet has none. */
export async function findTaxHomes(
  db: Reader,
  people: readonly { organizationId: string; id: string }[],
): Promise<Map<string, TaxHome>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<TaxHome & { id: string }>`
    select p.id, d.region, d.time_zone as "timeZone"
      from unnest(${uuidArray(people.map((one) => one.organizationId))}::uuid[], ${uuidArray(people.map((one) => one.id))}::uuid[])
        asked (organization_id, id)
      join person p using (organization_id, id)
      join department d on d.organization_id = p.organization_id and d.id = p.department_id`.execute(db);
  return new Map(rows.map(({ id, region, timeZone }) => [id, { region, timeZone }]));
}
