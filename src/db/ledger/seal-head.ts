import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { AuditHead } from '#src/domain/ledger/audit-head.ts';

/** The newest seal of each organization. */
export async function listSealHeads(db: Reader): Promise<AuditHead[]> {
  const { rows } = await sql<AuditHead>`
    select s.organization_id as "organizationId", s.number, encode(s.hash, 'hex') as hash, s.sealed_at as "sealedAt"
      from organization o
     cross join lateral (select * from seal where organization_id = o.id order by number desc limit 1) s
     order by o.id`.execute(db);
  return rows;
}
