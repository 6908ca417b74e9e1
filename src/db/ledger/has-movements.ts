import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

/** Whether money was ever moved in an organization, or a gift asked for. */
export async function hasMovements(db: Reader, organizationId: string): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select exists (select from entry where organization_id = ${organizationId})
        or exists (select from recognition where organization_id = ${organizationId}) as moved`.execute(db);
  return rows[0]?.moved ?? true;
}
