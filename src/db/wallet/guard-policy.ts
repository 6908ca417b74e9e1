import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { DEFAULT_GUARD, guardOf, type GuardPolicy, storeGuard } from '#src/domain/wallet/guard-policy.ts';

/** How an organization guards its wallets now. */
export async function findGuardPolicy(db: Reader, organizationId: string): Promise<GuardPolicy> {
  const row = await db
    .selectFrom('guard_policy')
    .select('rules')
    .where('organization_id', '=', organizationId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? guardOf(row.rules) : DEFAULT_GUARD;
}

export async function insertGuardPolicy(
  tx: Tx,
  policy: { organizationId: string; id: string; rules: GuardPolicy; setBy: string | null },
): Promise<void> {
  await tx
    .insertInto('guard_policy')
    .values({
      organization_id: policy.organizationId,
      id: policy.id,
      rules: JSON.stringify(storeGuard(policy.rules)),
      set_at: tx.now,
      set_by: policy.setBy,
    })
    .execute();
}
