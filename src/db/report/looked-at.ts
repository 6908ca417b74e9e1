import type { Tx } from '#src/db/kit/schema.ts';

export type SeenWarning = {
  organizationId: string;
  kind: 'pair' | 'ring';
  subject: string;
  by: string;
  reason: string;
};

/** Says that somebody has looked at a pair or a ring. */
export async function insertLookedAt(
  tx: Tx,
  { organizationId, kind, subject, by, reason }: SeenWarning,
): Promise<void> {
  const row = { organization_id: organizationId, kind, subject, looked_by: by, looked_at: tx.now, reason };
  await tx
    .insertInto('looked_at')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
