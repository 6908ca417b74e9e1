import type { Tx } from '#src/db/kit/schema.ts';
import type { FactorReset, FactorResetStatus } from '#src/domain/session/factor-reset.ts';
import type { FactorOwner } from './factor.ts';

const columns = [
  'organization_id as organizationId',
  'id',
  'person_id as personId',
  'asked_by as askedBy',
  'reason',
  'asked_at as askedAt',
  'expires_at as expiresAt',
  'status',
] as const;

export async function insertFactorReset(tx: Tx, reset: Omit<FactorReset, 'status'>): Promise<void> {
  await tx
    .insertInto('factor_reset')
    .values({
      organization_id: reset.organizationId,
      id: reset.id,
      person_id: reset.personId,
      asked_by: reset.askedBy,
      reason: reset.reason,
      asked_at: reset.askedAt,
      expires_at: reset.expiresAt,
      decided_by: null,
      decided_at: null,
    })
    .execute();
}

/** Locks what was asked for about a person until the transaction ends; undefined when nothing waits. It may be too old. */
export async function lockOpenReset(
  tx: Tx,
  { organizationId, personId }: FactorOwner,
): Promise<FactorReset | undefined> {
  return tx
    .selectFrom('factor_reset')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('status', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
}

/** Ends a locked reset. `decidedBy`: null when time did. */
export async function saveResetEnd(
  tx: Tx,
  { organizationId, id }: Pick<FactorReset, 'organizationId' | 'id'>,
  { status, decidedBy }: { status: Exclude<FactorResetStatus, 'open'>; decidedBy: string | null },
): Promise<void> {
  await tx
    .updateTable('factor_reset')
    .set({ status, decided_by: decidedBy, decided_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', '=', 'open')
    .execute();
}

/** Ends what was asked for by people, or about them: they left. */
export async function expireResetsOf(
  tx: Tx,
  { organizationId, personIds }: { organizationId: string; personIds: readonly string[] },
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .updateTable('factor_reset')
    .set({ status: 'expired', decided_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'open')
    .where((is) => is.or([is('person_id', 'in', personIds), is('asked_by', 'in', personIds)]))
    .execute();
}
