import type { Reader, Tx } from '#src/db/kit/schema.ts';
import {
  type FactorPolicy,
  factorPolicyOf,
  FIRST_FACTOR_POLICY,
  storeFactorPolicy,
} from '#src/domain/session/factor-policy.ts';

/** The policy that holds in an organization. */
export async function findFactorPolicy(db: Reader, organizationId: string): Promise<FactorPolicy> {
  const row = await db
    .selectFrom('factor_policy')
    .select(['roles', 'over'])
    .where('organization_id', '=', organizationId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? factorPolicyOf(row) : FIRST_FACTOR_POLICY;
}

export type NewFactorPolicy = {
  organizationId: string;
  id: string;
  policy: FactorPolicy;
  setAt: Date;
  setBy: string | null;
};

export async function insertFactorPolicy(tx: Tx, set: NewFactorPolicy): Promise<void> {
  const { roles, over } = storeFactorPolicy(set.policy);
  await tx
    .insertInto('factor_policy')
    .values({
      organization_id: set.organizationId,
      id: set.id,
      roles: [...roles],
      over: JSON.stringify(over),
      set_at: set.setAt,
      set_by: set.setBy,
    })
    .execute();
}
