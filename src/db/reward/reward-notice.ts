import type { Tx } from '#src/db/kit/schema.ts';

/** Remembers what a provider told us. Returns whether it is new. */
export async function insertRewardNotice(
  tx: Tx,
  { organizationId, provider, id }: { organizationId: string; provider: string; id: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('reward_notice')
    .values({ organization_id: organizationId, provider, id, taken_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
