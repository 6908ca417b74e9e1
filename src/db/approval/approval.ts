import { type ApprovalKind, type ApprovalStatus, approvalMoves } from '#src/domain/states.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A decision to ask for. `subjectId` is a recognition's id or, for a void, a gift's. */
export type NewApproval = {
  organizationId: string;
  id: string;
  kind: ApprovalKind;
  subjectId: string;
  /** The department that would pay. */
  departmentId: string;
  requestedBy: string;
  /** The people who would get the money: they may not decide. */
  excluded: readonly string[];
  amountMinor: bigint;
  currency: string;
  reason: string;
  requestedAt: Date;
  remindAt: Date | null;
  expiresAt: Date;
};

/**
 * Inserts open approvals. Enqueue their ids for `advance-approvals` after commit, which asks the people who may decide.
 *
 * @throws when an approval about the same subject is already open.
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

export type LockedApproval = Omit<NewApproval, 'excluded' | 'remindAt'> & {
  excluded: string[];
  status: ApprovalStatus;
  remindAt: Date | null;
  askedAt: Date | null;
};

export type ApprovalRef = Pick<NewApproval, 'organizationId' | 'id'>;

/** The approval that a job names: the queue knows only its id. Undefined when there is none. */
export async function findApprovalRef(db: Reader, id: string): Promise<ApprovalRef | undefined> {
  return db
    .selectFrom('approval')
    .select(['organization_id as organizationId', 'id'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Locks an approval until the transaction ends: if two decide at once, the second sees the first's decision. */
export async function lockApproval(
  tx: Tx,
  { organizationId, id }: ApprovalRef,
): Promise<LockedApproval | undefined> {
  return tx
    .selectFrom('approval')
    .select([
      'organization_id as organizationId',
      'id',
      'kind',
      'subject_id as subjectId',
      'department_id as departmentId',
      'requested_by as requestedBy',
      'excluded',
      'amount_minor as amountMinor',
      'currency',
      'reason',
      'status',
      'requested_at as requestedAt',
      'remind_at as remindAt',
      'expires_at as expiresAt',
      'asked_at as askedAt',
    ])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** How an approval ends. `decidedBy` is null when no person decided. */
export type ApprovalVerdict = {
  move: keyof typeof approvalMoves;
  decidedBy: string | null;
  reason: string;
  at: Date;
};

/** Ends a locked approval. Throws when it has already ended. */
export async function saveVerdict(
  tx: Tx,
  { organizationId, id }: Pick<LockedApproval, 'organizationId' | 'id'>,
  { move, decidedBy, reason, at }: ApprovalVerdict,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('approval')
    .set({
      status: approvalMoves[move].to,
      decided_at: at,
      decided_by: decidedBy,
      decision_reason: reason,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', 'in', approvalMoves[move].from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error(`approval ${id} changed under its lock`);
}

/** Records that the people who may decide were asked, or reminded. */
export async function saveTold(
  tx: Tx,
  { organizationId, id }: Pick<LockedApproval, 'organizationId' | 'id'>,
  told: { askedAt: Date; remindAt: Date | null },
): Promise<void> {
  await tx
    .updateTable('approval')
    .set({ asked_at: told.askedAt, remind_at: told.remindAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Whether a decision about a subject is still open. */
export async function hasOpenApproval(
  db: Reader,
  subject: { organizationId: string; kind: ApprovalKind; subjectId: string },
): Promise<boolean> {
  const open = await db
    .selectFrom('approval')
    .select('id')
    .where('organization_id', '=', subject.organizationId)
    .where('kind', '=', subject.kind)
    .where('subject_id', '=', subject.subjectId)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return open !== undefined;
}

/**
 * Lets the open approvals of an organization be asked again, of whoever may decide them now, after people left or have
 * other roles. Nobody is told twice. Returns their ids: enqueue them for `advance-approvals` after commit.
 */
export async function passApprovalsOn(tx: Tx, organizationId: string): Promise<string[]> {
  const rows = await tx
    .updateTable('approval')
    .set({ asked_at: null })
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'open')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
