import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { TakenFor } from '#src/domain/reward/stock-code.ts';

/** A code that somebody holds. `ending`: how it ends. `isRevealed`: they have seen it. */
export type CodeHolder = {
  codeId: string;
  ending: string;
  product: string;
  valueMinor: bigint;
  currency: string;
  personId: string;
  name: string;
  email: string | null;
  takenAt: Date;
  takenForType: TakenFor;
  takenFor: string;
  isRevealed: boolean;
};

/** Who holds the codes of a batch that were given, the newest first. Nothing for who may not see stock. */
export async function listCodeHolders(
  db: Reader,
  scope: Scope,
  { batchId, limit }: { batchId: string; limit: number },
): Promise<CodeHolder[]> {
  if (!scope.isAll) return [];
  const { rows } = await sql<CodeHolder>`
    select c.id as "codeId", c.ending, p.name as product, p.value_minor as "valueMinor", p.currency, h.id as "personId", h.name, h.email,
           c.taken_at as "takenAt", c.taken_for_type as "takenForType", c.taken_for as "takenFor",
           c.revealed_at is not null as "isRevealed"
      from stock_code c
      join stock_product p on p.organization_id = c.organization_id and p.id = c.product_id
      join person h on h.organization_id = c.organization_id and h.id = c.person_id
     where c.organization_id = ${scope.organizationId} and c.batch_id = ${batchId} and c.status = 'taken'
     order by c.taken_at desc, c.id limit ${limit}`.execute(db);
  return rows;
}
