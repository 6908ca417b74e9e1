import { insertApprovals, type NewApproval } from '#src/db/approval/approval.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import type { NewEvent } from '#src/domain/webhook/event-types.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publish } from '#src/usecases/kit/publish.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';

type ApprovalToOpen = Omit<NewApproval, 'id' | 'requestedAt' | 'remindAt' | 'expiresAt'>;

/**
 * Opens an approval by the rules of the department that would pay. The people who may decide are asked after commit.
 *
 * @throws when an approval about the same subject is already open.
 */
export async function openApproval(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked: ApprovalToOpen,
): Promise<NewApproval> {
  const { organizationId, departmentId: id } = asked;
  const rules = (await findGivingRules(tx, [{ organizationId, id }], tx.now)).get(id) ?? NO_RULES;
  const [approval] = await openApprovals(deps, tx, [{ ...asked, rules }]);
  return must(approval, 'approval that was opened');
}

/** The same for many, when their rules are already known. */
export async function openApprovals(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked: readonly (ApprovalToOpen & { rules: Pick<GivingRules, 'remindHours' | 'approvalHours'> })[],
): Promise<NewApproval[]> {
  const approvals = asked.map(({ rules, ...one }) => ({
    ...one,
    id: deps.newId(),
    requestedAt: tx.now,
    remindAt: hoursAfter(tx.now, rules.remindHours),
    expiresAt: hoursAfter(tx.now, rules.approvalHours),
  }));
  await insertApprovals(tx, approvals);
  await publish(deps, tx, approvals.map(askedEventOf));
  tx.after(
    'advance-approvals',
    approvals.map(({ id }) => id),
  );
  return approvals;
}

function askedEventOf({ organizationId, ...approval }: NewApproval): NewEvent {
  const { id: approvalId, kind, subjectId, departmentId, requestedBy, amountMinor, currency } = approval;
  const about = { approvalId, kind, subjectId, departmentId, requestedBy, amountMinor, currency };
  return { organizationId, type: 'approval.asked', data: { ...about, expiresAt: approval.expiresAt } };
}

function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * HOUR_MS);
}
