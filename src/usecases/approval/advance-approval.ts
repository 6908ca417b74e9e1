import { findApprovalRef, type LockedApproval, lockApproval, saveTold } from '#src/db/approval/approval.ts';
import { insertNotifications } from '#src/db/message/notification.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type ToEnqueue, enqueueAll } from '#src/usecases/kit/to-enqueue.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findApprovers } from '#src/usecases/people/steps/find-approvers.ts';
import { settleApproval } from './steps/settle-approval.ts';
import { stopClock } from '#src/usecases/kit/stop-clock.ts';

type AdvanceDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue'>;

/**
 * Does what is due for an open approval: asks those who may decide, reminds them once, or lets it expire, which gives the
 * money back and tells who asked. Where nobody may decide it expires at once.
 */
export async function advanceApproval(deps: AdvanceDeps, approvalId: string): Promise<void> {
  const atOnce = stopClock(deps);
  const toEnqueue = await deps.db.transaction().execute(async (tx): Promise<ToEnqueue> => {
    const named = await findApprovalRef(tx, approvalId);
    const approval = named && (await lockApproval(tx, named));
    return approval?.status === 'open' ? advance(atOnce, tx, approval) : {};
  });
  await enqueueAll(deps, toEnqueue);
}

async function advance(deps: AdvanceDeps, tx: Tx, approval: LockedApproval): Promise<ToEnqueue> {
  const now = deps.clock.now();
  const { askedAt, remindAt, expiresAt } = approval;
  if (expiresAt <= now) return expire(deps, tx, approval);
  if (!askedAt) return ask(deps, tx, approval);
  if (!remindAt || remindAt > now) return {};
  const notificationIds = await tell(deps, tx, approval, 'approval.reminder');
  await saveTold(tx, approval, { askedAt, remindAt: null });
  return { 'send-notification': notificationIds ?? [] };
}

async function ask(deps: AdvanceDeps, tx: Tx, approval: LockedApproval): Promise<ToEnqueue> {
  const notificationIds = await tell(deps, tx, approval, 'approval.asked');
  if (!notificationIds) return expire(deps, tx, approval);
  await saveTold(tx, approval, { askedAt: deps.clock.now(), remindAt: approval.remindAt });
  return { 'send-notification': notificationIds };
}

function expire(deps: AdvanceDeps, tx: Tx, approval: LockedApproval): Promise<ToEnqueue> {
  return settleApproval(deps, tx, approval, { move: 'expire', decidedBy: null, reason: '' });
}

/** Writes a notification to everybody who may decide now; undefined where there is nobody. */
async function tell(
  deps: AdvanceDeps,
  tx: Tx,
  approval: LockedApproval,
  kind: 'approval.asked' | 'approval.reminder',
): Promise<string[] | undefined> {
  const { organizationId, id, requestedBy, excluded } = approval;
  const question = { ...approval, excluded: [requestedBy, ...excluded] };
  const approvers = await findApprovers(deps, tx, question);
  if (approvers.length === 0) return undefined;
  const notifications = approvers.map((personId) => ({
    organizationId,
    id: deps.newId(),
    kind,
    personId,
    subjectId: id,
    detail: {},
    key: `${kind}:${id}:${personId}`,
    createdAt: deps.clock.now(),
  }));
  return insertNotifications(tx, notifications);
}
