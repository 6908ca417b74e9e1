import type { Db, Reader } from '#src/db/kit/schema.ts';

/** Up to which seal a place outside has the heads, and since when. */
export type KeptUpTo = { organizationId: string; place: string; number: number; keptAt: Date };

export async function listKeptHeads(db: Reader): Promise<KeptUpTo[]> {
  return db
    .selectFrom('kept_head')
    .select(['organization_id as organizationId', 'place', 'number', 'kept_at as keptAt'])
    .execute();
}

export async function saveKeptHead(
  db: Db,
  { organizationId, place, number, keptAt }: KeptUpTo,
): Promise<void> {
  const row = { organization_id: organizationId, place, number, kept_at: keptAt };
  await db
    .insertInto('kept_head')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'place']).doUpdateSet({ number, kept_at: keptAt }),
    )
    .execute();
}
