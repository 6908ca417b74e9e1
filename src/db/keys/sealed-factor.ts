import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A second factor's secret that is under another key. */
export type FactorUnderOldKey = { organizationId: string; id: string; personId: string; sealed: Buffer };

/**
 * Locks the next second factors of an organization, by their ids, whose secrets are not under a key. Those that somebody else is at
 * are left out, so that this never waits.
 */
export async function lockFactorsUnderOtherKeys(
  tx: Tx,
  {
    organizationId,
    keyId,
    after,
    limit,
  }: { organizationId: string; keyId: string; after: string; limit: number },
): Promise<FactorUnderOldKey[]> {
  const rows = await tx
    .selectFrom('factor')
    .select(['organization_id as organizationId', 'id', 'person_id as personId', 'sealed'])
    .where('organization_id', '=', organizationId)
    .where('id', '>', after)
    .where('key_id', '<>', keyId)
    .where('sealed', 'is not', null)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.flatMap(({ sealed, ...factor }) => (sealed ? [{ ...factor, sealed }] : []));
}

export async function saveResealedFactor(
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
  { keyId, sealed }: { keyId: string; sealed: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('factor')
    .set({ key_id: keyId, sealed: Buffer.from(sealed) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** How many second factors' secrets are under a key. */
export async function countFactorsUnderKey(db: Reader, keyId: string): Promise<number> {
  const { factors } = await db
    .selectFrom('factor')
    .select((is) => is.fn.countAll<bigint>().as('factors'))
    .where('key_id', '=', keyId)
    .where('sealed', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(factors);
}
