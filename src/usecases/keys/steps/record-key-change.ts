import { insertActivities } from '#src/db/ledger/activity.ts';
import { listOrganizationIds } from '#src/db/people/organization.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Records, in every organization, what was done to a key: they all have the same ones. */
export async function recordKeyChange(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  kind: 'key.promoted' | 'key.retired',
  keyId: string,
): Promise<void> {
  const organizations = await listOrganizationIds(tx);
  await insertActivities(
    tx,
    organizations.map((organizationId) => ({
      organizationId,
      id: newId(),
      at: tx.now,
      kind,
      detail: { keyId },
    })),
  );
}
