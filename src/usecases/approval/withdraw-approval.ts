import { lockApproval } from '#src/db/approval/approval.ts';
import { getApprovalView } from '#src/db/approval/approval-view.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { refusalOfSettled } from './decide-approval.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refusalOfAltered } from './steps/refuse-altered.ts';
import { settleApproval } from './steps/settle-approval.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Person } from '#src/domain/people/person.ts';

type WithdrawDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** The requester, who no longer wants a decision. */
export type Withdrawal = { person: Pick<Person, 'organizationId' | 'id'>; approvalId: string };

/**
 * Ends an open approval for the person who asked for it: reserved money returns at once, and an approver who presses a
 * button late is told. If a decision and a withdrawal race, exactly one wins.
 *
 * Refuses everybody else, and approvals that are already decided.
 *
 * @throws `LostAnswer` when it may have been withdrawn; after any other fault it was not.
 */
export async function withdrawApproval(
  deps: WithdrawDeps,
  withdrawal: Withdrawal,
): Promise<Outcome<ApprovalView>> {
  return transact(deps, (tx) => withdraw(deps, tx, withdrawal));
}

async function withdraw(
  deps: WithdrawDeps,
  tx: Tx,
  { person, approvalId }: Withdrawal,
): Promise<Outcome<ApprovalView>> {
  const approval = await lockApproval(tx, { organizationId: person.organizationId, id: approvalId });
  if (!approval) return refused({ kind: 'unknown-approval' });
  if (approval.requestedBy !== person.id) return refused({ kind: 'not-yours-to-withdraw' });
  const settled = await refusalOfSettled(tx, approval);
  const refusal = settled ?? (await refusalOfAltered(deps, tx, approval));
  if (refusal) return refused(refusal);
  await settleApproval(deps, tx, approval, { move: 'withdraw', decidedBy: null, reason: '' });
  return done(await getApprovalView(tx, approval));
}
