import { listApprovalViews } from '#src/db/approval/approval-view.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** An organization's open approvals, oldest first; with `isOpen` false, all there ever were. */
export async function listApprovals(
  deps: Pick<Deps, 'db'>,
  query: { organizationId: string; isOpen: boolean },
): Promise<ApprovalView[]> {
  return listApprovalViews(deps.db, query);
}
