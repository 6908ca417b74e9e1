import { insertActivities } from '#src/db/ledger/activity.ts';
import { type LockedApproval, saveVerdict, type Verdict } from '#src/db/approval/approval.ts';
import { type Department, getDepartments } from '#src/db/people/department.ts';
import { insertNotices } from '#src/db/message/notice.ts';
import { finishApproved, finishWithdrawn } from '#src/db/gift/reserved-gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { approvalMoves } from '#src/domain/states.ts';
import type { Bells } from '#src/usecases/kit/bells.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { issueReservedGifts } from '#src/usecases/gift/steps/issue-reserved-gifts.ts';
import { releaseReservedGifts } from '#src/usecases/gift/steps/release-reserved-gifts.ts';
import { postTopUp } from '#src/usecases/budget/top-up-budget.ts';

type SettleDeps = Pick<Deps, 'clock' | 'newId' | 'keys'>;

/** How it was decided, but for when. */
export type Decided = Omit<Verdict, 'at'>;

/** Ends a locked open approval with all that follows from it, and says for what to ring after commit. */
export async function settleApproval(
  deps: SettleDeps,
  tx: Tx,
  approval: LockedApproval,
  decided: Decided,
): Promise<Bells> {
  const at = deps.clock.now();
  const { organizationId, id, departmentId, requestedBy } = approval;
  const [department] = await getDepartments(tx, [departmentId]);
  if (!department) throw new Error(`there is no department ${departmentId}`);
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
  return carryOut(deps, tx, { approval, department, decided });
}

/** Who asked is the one who withdraws; that is no decision of theirs about their own money. */
function actorOf({ requestedBy }: LockedApproval, { move, decidedBy }: Decided): string | null {
  return move === 'withdraw' ? requestedBy : decidedBy;
}

type Carrying = { approval: LockedApproval; department: Department; decided: Decided };

async function carryOut(deps: SettleDeps, tx: Tx, carrying: Carrying): Promise<Bells> {
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
      // The gift itself is taken back before, while that can still be refused.
      return tellRequester(deps, tx, approval, decided);
    default:
      return approval.kind satisfies never;
  }
}

async function carryOutGift(
  deps: SettleDeps,
  tx: Tx,
  { approval, department, decided }: Carrying,
): Promise<Bells> {
  const { organizationId, subjectId: recognitionId } = approval;
  const isApproved = decided.move === 'approve';
  const at = deps.clock.now();
  const gifts = isApproved ? await issueReservedGifts(deps, tx, { recognitionId, department }) : [];
  if (!isApproved) {
    const { reason } = decided;
    const by = actorOf(approval, decided);
    await releaseReservedGifts(deps, tx, { organizationId, recognitionId, by, reason });
  }
  if (decided.move === 'withdraw') {
    await finishWithdrawn(tx, { organizationId, id: recognitionId }, at);
    return {};
  }
  const move = isApproved ? 'issue' : 'decline';
  const canAnswer = await finishApproved(tx, { organizationId, id: recognitionId }, { move, at });
  if (canAnswer) return { 'deliver-gift': gifts, 'answer-giver': [recognitionId] };
  return { 'deliver-gift': gifts, ...(await tellRequester(deps, tx, approval, decided)) };
}

/** Tells who asked by a notice, unless they ended it; for gifts only where there is no answer to tell it by. */
async function tellRequester(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  { organizationId, id, requestedBy }: LockedApproval,
  { move }: Decided,
): Promise<Bells> {
  if (move === 'withdraw') return {};
  const notice = {
    organizationId,
    id: deps.newId(),
    kind: 'approval.decided' as const,
    personId: requestedBy,
    subjectId: id,
    detail: {},
    key: `approval.decided:${id}:${requestedBy}`,
    createdAt: deps.clock.now(),
  };
  return { 'send-notice': await insertNotices(tx, [notice]) };
}
