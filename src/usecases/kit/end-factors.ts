import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { endFactorRows } from '#src/db/session/factor.ts';
import { deleteRecoveryCodes } from '#src/db/session/recovery-code.ts';
import type { Deps } from './deps.ts';

/** Whose second factor ends, on whose word and why. Null: the system’s user did it. */
export type FactorEnd = {
  organizationId: string;
  personIds: readonly string[];
  actorId: string | null;
  why: 'replaced' | 'removed' | 'reset' | 'deactivated';
};

/**
 * Ends second factors, erases their secrets and records that. Unless another takes their place, what is being set up and the
 * recovery codes end with them.
 */
export async function endFactors(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, personIds, actorId, why }: FactorEnd,
): Promise<{ ended: number }> {
  const isReplaced = why === 'replaced';
  const rows = await endFactorRows(tx, { organizationId, personIds }, isReplaced ? 'in-use' : 'all');
  if (!isReplaced) await deleteRecoveryCodes(tx, { organizationId, personIds });
  const ended = rows.filter(({ wasInUse }) => wasInUse);
  await insertActivities(
    tx,
    ended.map(({ id: factorId, personId: subjectId }) => ({
      organizationId,
      id: newId(),
      at: tx.now,
      kind: 'factor.ended' as const,
      actorId,
      subjectId,
      detail: { factorId, why },
    })),
  );
  return { ended: ended.length };
}
