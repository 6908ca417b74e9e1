import { type LockedApproval, lockApproval } from '#src/db/approval/approval.ts';
import { getApprovalView } from '#src/db/approval/approval-view.ts';
import { lockUnlessFrozen } from '#src/db/people/department.ts';
import { findDeactivatedName } from '#src/db/people/person.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';
import { settleApproval } from './steps/settle-approval.ts';
import { voidGift } from '#src/usecases/gift/steps/void-gift.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Person } from '#src/domain/people/person.ts';

type DecideDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What an approver says. The requester is told the `reason`. */
export type ApprovalChoice = { kind: 'approve' } | { kind: 'decline'; reason: string };

export type ApprovalDecision = {
  person: Pick<Person, 'organizationId' | 'id'>;
  approvalId: string;
  decision: ApprovalChoice;
};

/**
 * Decides an approval once: if two people decide at the same moment, one wins and the other is told who did.
 *
 * Refuses people who may not decide, a decline without a reason, and an approval that is already decided or too old. It
 * also refuses to approve when the paying department is frozen or a recipient has left; the approval then stays open.
 *
 * @throws `LostAnswer` when it may have been decided; after any other fault it was not.
 */
export async function decideApproval(
  deps: DecideDeps,
  asked: ApprovalDecision,
): Promise<Outcome<ApprovalView>> {
  return transact(deps, (tx) => decide(deps, tx, asked));
}

async function decide(
  deps: DecideDeps,
  tx: Tx,
  { person, approvalId, decision }: ApprovalDecision,
): Promise<Outcome<ApprovalView>> {
  const approval = await lockApproval(tx, { organizationId: person.organizationId, id: approvalId });
  const refusal = await refusalOfDecision(tx, { approval, person, decision });
  if (refusal || !approval) return refused(refusal ?? { kind: 'unknown-approval' });
  if (approval.expiresAt <= tx.now) {
    // Too late for this decision, so the approval expires.
    await settleApproval(deps, tx, approval, { move: 'expire', decidedBy: null, reason: '' });
    tx.keepOnRefusal();
    return refused({ kind: 'already-expired' });
  }
  const voided = await voidIfApproved(deps, tx, approval, decision);
  if (!voided.ok) return voided;
  const reason = decision.kind === 'decline' ? decision.reason.trim() : '';
  await settleApproval(deps, tx, approval, { move: decision.kind, decidedBy: person.id, reason });
  return done(await getApprovalView(tx, approval));
}

/** Takes the gift back when its void is approved; refuses when its value is gone, and the approval stays open. */
async function voidIfApproved(
  deps: DecideDeps,
  tx: Tx,
  { kind, organizationId, subjectId: giftId, requestedBy: actorId, reason }: LockedApproval,
  decision: ApprovalChoice,
): Promise<Outcome<undefined>> {
  if (kind !== 'void' || decision.kind !== 'approve') return done(undefined);
  return voidGift(deps, tx, { organizationId, giftId, actorId, reason });
}

type DecisionToCheck = {
  approval: LockedApproval | undefined;
  person: ApprovalDecision['person'];
  decision: ApprovalChoice;
};

async function refusalOfDecision(
  tx: Tx,
  { approval, person, decision }: DecisionToCheck,
): Promise<Refusal | undefined> {
  if (!approval) return { kind: 'unknown-approval' };
  const settled = await refusalOfSettled(tx, approval);
  if (settled) return settled;
  if (!(await mayDecide(tx, approval, person.id))) return { kind: 'not-approver' };
  if (decision.kind === 'decline') {
    return decision.reason.trim() === '' ? { kind: 'reason-missing' } : undefined;
  }
  return approval.kind === 'gift' ? refusalToGive(tx, approval) : undefined;
}

/** Why the reserved money can no longer be given: what changed since the request. */
async function refusalToGive(tx: Tx, approval: LockedApproval): Promise<Refusal | undefined> {
  const department = await lockUnlessFrozen(tx, approval);
  if (department) return { kind: 'budget-frozen', department };
  const { organizationId, excluded, requestedBy } = approval;
  const recipient = await findDeactivatedName(tx, organizationId, excluded);
  if (recipient !== undefined) return { kind: 'deactivated-recipient', name: recipient };
  const giver = await findDeactivatedName(tx, organizationId, [requestedBy]);
  return giver === undefined ? undefined : { kind: 'deactivated-giver', name: giver };
}

/** Why an approval can no longer be ended, and who ended it; undefined while it is open. */
export async function refusalOfSettled(
  db: Reader,
  approval: Pick<LockedApproval, 'organizationId' | 'id' | 'status'>,
): Promise<Refusal | undefined> {
  const { status } = approval;
  if (status === 'open') return undefined;
  if (status === 'expired' || status === 'withdrawn') return { kind: `already-${status}` };
  const { decidedByName } = await getApprovalView(db, approval);
  return { kind: `already-${status}`, by: must(decidedByName, `decider of approval ${approval.id}`) };
}

/** Whether a person may decide an approval now. */
async function mayDecide(tx: Tx, approval: LockedApproval, personId: string): Promise<boolean> {
  const { requestedBy, excluded } = approval;
  const question = { ...approval, excluded: [requestedBy, ...excluded] };
  return (await findApprovers(tx, question, tx.now)).includes(personId);
}
