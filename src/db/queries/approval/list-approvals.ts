import { type ApprovalSlice, listApprovalViews } from '#src/db/approval/approval-view.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { approvalsWithin } from './approvals-within.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** The open approvals that the reader may see, oldest first; with `isOpen` false, all approvals ever. A page has the newest first. */
export async function listApprovals(
  db: Reader,
  scope: Scope,
  { isOpen, page }: { isOpen: boolean; page?: ApprovalSlice },
): Promise<ApprovalView[]> {
  const { organizationId } = scope;
  return listApprovalViews(db, { organizationId, isOpen, where: approvalsWithin(scope), page });
}
