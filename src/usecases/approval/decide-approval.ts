import { type LockedApproval, lockApproval } from '#src/db/approval/approval.ts';
import { getApprovalView } from '#src/db/approval/approval-view.ts';
import { findClosed } from '#src/db/people/department-closing.ts';
import { lockUnlessFrozen } from '#src/db/people/department.ts';
import { findDeactivatedName } from '#src/db/people/person.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';
import { lockReservedGifts } from '#src/db/gift/reserved-gift.ts';
import { refusalWithoutFactor } from '#src/usecases/gift/steps/refuse-without-factor.ts';
import { refusalOfAlteredGifts } from '#src/usecases/gift/steps/refuse-altered-gifts.ts';
import { refusalOfAltered, refusalOfAlteredRight } from './steps/refuse-altered.ts';
import { settleApproval } from './steps/settle-approval.ts';
import { reissueCode } from '#src/usecases/gift/steps/reissue-code.ts';
import { voidGift } from '#src/usecases/gift/steps/void-gift.ts';
import type { ApprovalEffects } from '#src/usecases/kit/approval-effects.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Person } from '#src/domain/people/person.ts';

type DecideApprovalDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'> & {
  approvalEffects: ApprovalEffects;
};

/** What an approver says. The requester is told the `reason`. */
export type ApprovalChoice = { kind: 'approve' } | { kind: 'decline'; reason: string };

export type ApprovalDecision = {
  person: Pick<Person, 'organizationId' | 'id'>;
  approvalId: string;
  decision: ApprovalChoice;
  /** When they passed a second factor where they decide; null or missing in chat, where nobody is asked for one. */
  passedAt?: Date | null;
};

/**
 * Decides an approval once: if two people decide at the same moment, one wins and the other is told who did.
 *
 * Refuses people who may not decide, a decline without a reason, and an approval that is already decided or too old. More than the
 * amount that asks for a second factor is approved only by who gave one in the last minutes. It
 * also refuses to approve when the paying department is frozen or a recipient has left; the approval then stays open.
 *
 * @throws `LostAnswer` when it may have been decided; after any other fault it was not.
 */
export async function decideApproval(
  deps: DecideApprovalDeps,
  asked: ApprovalDecision,
): Promise<Outcome<ApprovalView>> {
  return transact(deps, (tx) => decide(deps, tx, asked));
}

async function decide(
  deps: DecideApprovalDeps,
  tx: Tx,
  { person, approvalId, decision, passedAt = null }: ApprovalDecision,
): Promise<Outcome<ApprovalView>> {
  const approval = await lockApproval(tx, { organizationId: person.organizationId, id: approvalId });
  const refusal = await refusalOfDecision(deps, tx, { approval, person, decision, passedAt });
  if (refusal || !approval) return refused(refusal ?? { kind: 'unknown-approval' });
  if (approval.expiresAt <= tx.now) {
    // Too late for this decision, so the approval expires.
    await settleApproval(deps, tx, approval, { move: 'expire', decidedBy: null, reason: '' });
    tx.keepOnRefusal();
    return refused({ kind: 'already-expired' });
  }
  const carriedOut = decision.kind === 'approve' ? await carryOut(deps, tx, approval) : done(undefined);
  if (!carriedOut.ok) return carriedOut;
  const reason = decision.kind === 'decline' ? decision.reason.trim() : '';
  await settleApproval(deps, tx, approval, { move: decision.kind, decidedBy: person.id, reason });
  return done(await getApprovalView(tx, approval));
}

/** Does what can still be refused once it is approved, such as taking a gift back: then the approval stays open. */
async function carryOut(
  deps: DecideApprovalDeps,
  tx: Tx,
  approval: LockedApproval,
): Promise<Outcome<undefined>> {
  const { kind, organizationId, subjectId: giftId, requestedBy: actorId, reason } = approval;
  if (kind === 'gift' || kind === 'funds') return done(undefined);
  if (kind === 'void') return voidGift(deps, tx, { organizationId, giftId, actorId, reason });
  if (kind === 'reissue') return reissueCode(deps, tx, approval);
  return deps.approvalEffects[kind](deps, tx, approval);
}

type DecisionToCheck = {
  approval: LockedApproval | undefined;
  person: ApprovalDecision['person'];
  decision: ApprovalChoice;
  passedAt: Date | null;
};

async function refusalOfDecision(
  deps: DecideApprovalDeps,
  tx: Tx,
  { approval, person, decision, passedAt }: DecisionToCheck,
): Promise<Refusal | undefined> {
  if (!approval) return { kind: 'unknown-approval' };
  const settled = await refusalOfSettled(tx, approval);
  if (settled) return settled;
  if (!(await mayDecide(tx, approval, person.id))) return { kind: 'not-approver' };
  const altered =
    (await refusalOfAltered(deps, tx, approval)) ?? (await refusalOfAlteredRight(deps, tx, person));
  if (altered) return altered;
  if (decision.kind === 'decline') {
    return decision.reason.trim() === '' ? { kind: 'reason-missing' } : undefined;
  }
  const { organizationId, kind } = approval;
  const unproved = await refusalWithoutFactor(
    tx,
    { organizationId, passedAt },
    { money: approval, deed: 'approve' },
  );
  if (unproved) return unproved;
  return kind === 'gift' ? refusalToGive(deps, tx, approval) : undefined;
}

/** Why the reserved money can no longer be given: what changed since the request. */
async function refusalToGive(
  deps: DecideApprovalDeps,
  tx: Tx,
  approval: LockedApproval,
): Promise<Refusal | undefined> {
  const department = await lockUnlessFrozen(tx, approval);
  const closed = await findClosed(tx, [
    { organizationId: approval.organizationId, id: approval.departmentId },
  ]);
  const shut = closed.get(approval.departmentId);
  if (shut !== undefined) return { kind: 'department-closed', department: shut };
  if (department) return { kind: 'budget-frozen', department };
  const { organizationId, excluded, requestedBy } = approval;
  const recipient = await findDeactivatedName(tx, organizationId, excluded);
  if (recipient !== undefined) return { kind: 'deactivated-recipient', name: recipient };
  const giver = await findDeactivatedName(tx, organizationId, [requestedBy]);
  if (giver !== undefined) return { kind: 'deactivated-giver', name: giver };
  const gifts = await lockReservedGifts(tx, { organizationId, id: approval.subjectId });
  return refusalOfAlteredGifts(deps, tx, { organizationId, giftIds: gifts.map(({ id }) => id) });
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
