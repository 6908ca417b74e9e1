import type { ApprovalKind } from '#src/domain/states.ts';
import type { Tx } from './schema.ts';

/** A decision that is asked for. `subjectId` is a recognition's id, for a void a gift's. */
export type NewApproval = {
  organizationId: string;
  id: string;
  kind: ApprovalKind;
  subjectId: string;
  /** Whose money it is. */
  departmentId: string;
  requestedBy: string;
  /** Those who would get the money: they may not decide. */
  excluded: readonly string[];
  amountMinor: bigint;
  currency: string;
  reason: string;
  requestedAt: Date;
  remindAt: Date | null;
  expiresAt: Date;
};

/**
 * Writes approvals as open. Ring `tend-approvals` with their ids after commit: it asks those who may decide.
 *
 * @throws when one about the same subject is open already.
 */
export async function insertApprovals(tx: Tx, approvals: readonly NewApproval[]): Promise<void> {
  if (approvals.length === 0) return;
  await tx
    .insertInto('approval')
    .values(
      approvals.map((approval) => ({
        organization_id: approval.organizationId,
        id: approval.id,
        kind: approval.kind,
        subject_id: approval.subjectId,
        department_id: approval.departmentId,
        requested_by: approval.requestedBy,
        excluded: [...approval.excluded],
        amount_minor: approval.amountMinor,
        currency: approval.currency,
        reason: approval.reason,
        status: 'open' as const,
        requested_at: approval.requestedAt,
        remind_at: approval.remindAt,
        expires_at: approval.expiresAt,
      })),
    )
    .execute();
}
