import { findApprovalRef, type LockedApproval, lockApproval, saveTold } from '#src/db/approval/approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';
import { refusalOfAltered } from './steps/refuse-altered.ts';
import { settleApproval } from './steps/settle-approval.ts';

type AdvanceDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Does what is due for an open approval: asks the people who may decide, reminds them once, or lets it expire, which
 * returns the money and tells the requester. When nobody may decide, it expires at once.
 *
 * @throws when the approval was made or changed past Largesse, so that it is kept as a failed job.
 */
export async function advanceApproval(deps: AdvanceDeps, approvalId: string): Promise<void> {
  await transact(deps, async (tx) => {
    const named = await findApprovalRef(tx, approvalId);
    const approval = named && (await lockApproval(tx, named));
    if (approval?.status !== 'open') return;
    if (await refusalOfAltered(deps, tx, approval)) {
      throw new Error(
        `approval ${approval.id} was made or changed past Largesse; see: largesse audit verify`,
      );
    }
    await advance(deps, tx, approval);
  });
}

async function advance(deps: AdvanceDeps, tx: Tx, approval: LockedApproval): Promise<void> {
  const { askedAt, remindAt, expiresAt } = approval;
  if (expiresAt <= tx.now) return expire(deps, tx, approval);
  if (!askedAt) return ask(deps, tx, approval);
  if (!remindAt || remindAt > tx.now) return;
  await tell(deps, tx, approval, 'approval.reminder');
  await saveTold(tx, approval, { askedAt, remindAt: null });
}

async function ask(deps: AdvanceDeps, tx: Tx, approval: LockedApproval): Promise<void> {
  const isAsked = await tell(deps, tx, approval, 'approval.asked');
  if (!isAsked) return expire(deps, tx, approval);
  await saveTold(tx, approval, { askedAt: tx.now, remindAt: approval.remindAt });
}

function expire(deps: AdvanceDeps, tx: Tx, approval: LockedApproval): Promise<void> {
  return settleApproval(deps, tx, approval, { move: 'expire', decidedBy: null, reason: '' });
}

/** Notifies everybody who may decide now; false when there is nobody. */
async function tell(
  deps: AdvanceDeps,
  tx: Tx,
  approval: LockedApproval,
  kind: 'approval.asked' | 'approval.reminder',
): Promise<boolean> {
  const { organizationId, id, requestedBy, excluded } = approval;
  const question = { ...approval, excluded: [requestedBy, ...excluded] };
  const approvers = await findApprovers(tx, question, tx.now);
  if (approvers.length === 0) return false;
  const notifications = approvers.map((personId) => {
    return { organizationId, personId, subjectId: id, kind, detail: {} };
  });
  await notify(deps, tx, notifications);
  return true;
}
