import { insertActivities } from '#src/db/ledger/activity.ts';
import { type LockedApproval, saveVerdict, type ApprovalVerdict } from '#src/db/approval/approval.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { getDepartment } from '#src/db/people/department.ts';
import { finishApproved, finishWithdrawn } from '#src/db/recognition/awaiting-approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { must } from '#src/domain/kit/must.ts';
import { approvalMoves } from '#src/domain/states.ts';
import type { NewEvent } from '#src/domain/webhook/event-types.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { publish } from '#src/usecases/kit/publish.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { announce } from '#src/usecases/gift/steps/announce.ts';
import { issueReservedGifts } from '#src/usecases/gift/steps/issue-reserved-gifts.ts';
import { releaseReservedGifts } from '#src/usecases/gift/steps/release-reserved-gifts.ts';
import { postTopUp } from '#src/usecases/budget/top-up-budget.ts';
import type { Department } from '#src/domain/people/department.ts';

type SettleDeps = Pick<Deps, 'newId' | 'keys'>;

/** How it was decided, without the time. */
export type ApprovalDecided = Omit<ApprovalVerdict, 'at'>;

/** Ends a locked open approval and does everything that follows from it. */
export async function settleApproval(
  deps: SettleDeps,
  tx: Tx,
  approval: LockedApproval,
  decided: ApprovalDecided,
): Promise<void> {
  const at = tx.now;
  const { organizationId, id, departmentId, requestedBy } = approval;
  const department = await getDepartment(tx, { organizationId, id: departmentId });
  await saveVerdict(tx, approval, { ...decided, at });
  const detail = { approvalId: id, status: approvalMoves[decided.move].to, reason: decided.reason };
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at,
      kind: 'approval.decided',
      actorId: actorOf(approval, decided),
      subjectId: requestedBy,
      detail,
    },
  ]);
  await publish(deps, tx, [decidedEventOf(approval, decided)]);
  await carryOut(deps, tx, { approval, department, decided });
  await refreshCards(tx, organizationId, [id, approval.subjectId]);
}

function decidedEventOf(
  { organizationId, ...approval }: LockedApproval,
  { move, decidedBy }: ApprovalDecided,
): NewEvent {
  const { id: approvalId, kind, subjectId, departmentId, requestedBy, amountMinor, currency } = approval;
  const about = { approvalId, kind, subjectId, departmentId, requestedBy, amountMinor, currency };
  const data = { ...about, status: approvalMoves[move].to, decidedBy };
  return { organizationId, type: 'approval.decided', data };
}

/** Only the requester can withdraw; that is not a decision about their own money. */
function actorOf({ requestedBy }: LockedApproval, { move, decidedBy }: ApprovalDecided): string | null {
  return move === 'withdraw' ? requestedBy : decidedBy;
}

type Carrying = { approval: LockedApproval; department: Department; decided: ApprovalDecided };

async function carryOut(deps: SettleDeps, tx: Tx, carrying: Carrying): Promise<void> {
  const { approval, department, decided } = carrying;
  switch (approval.kind) {
    case 'gift':
      return carryOutGift(deps, tx, carrying);
    case 'funds': {
      const { id, amountMinor, reason } = approval;
      if (decided.move === 'approve') {
        await postTopUp(deps, tx, { id, department, amountMinor, reason, actorId: decided.decidedBy });
      }
      return tellRequester(deps, tx, approval, decided);
    }
    case 'void':
    case 'promo':
    case 'reissue':
    case 'close':
      // It was done before this, while that could still be refused.
      return tellRequester(deps, tx, approval, decided);
    default:
      return approval.kind satisfies never;
  }
}

async function carryOutGift(
  deps: SettleDeps,
  tx: Tx,
  { approval, department, decided }: Carrying,
): Promise<void> {
  const { organizationId, subjectId: recognitionId } = approval;
  const isApproved = decided.move === 'approve';
  const recognition = { organizationId, id: recognitionId };
  if (isApproved) {
    await issueReservedGifts(deps, tx, { recognitionId, department });
    const rules = must(
      (await findGivingRules(tx, [department], tx.now)).get(department.id),
      `rules of ${department.name}`,
    );
    await announce(deps, tx, [{ organizationId, recognitionId, rules }]);
  } else {
    const { reason } = decided;
    const by = actorOf(approval, decided);
    await releaseReservedGifts(deps, tx, { organizationId, recognitionId, by, reason });
  }
  if (decided.move === 'withdraw') return finishWithdrawn(tx, recognition, tx.now);
  const move = isApproved ? 'issue' : 'decline';
  const canAnswer = await finishApproved(tx, recognition, { move, at: tx.now });
  if (!canAnswer) return tellRequester(deps, tx, approval, decided);
  tx.after('answer-giver', [recognitionId]);
}

/**
 * Notifies the requester, unless they ended it themselves; for gifts only when there is no answer that could tell them.
 */
async function tellRequester(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id, requestedBy }: LockedApproval,
  { move }: ApprovalDecided,
): Promise<void> {
  if (move === 'withdraw') return;
  const told = { organizationId, personId: requestedBy, subjectId: id };
  await notify(deps, tx, [{ ...told, kind: 'approval.decided', detail: {} }]);
}
