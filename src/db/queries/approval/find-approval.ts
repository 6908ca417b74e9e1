import { findApprovalView } from '#src/db/approval/approval-view.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { approvalsWithin } from './approvals-within.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** An approval's current state; undefined when the reader may not see it. */
export async function findApproval(db: Reader, scope: Scope, id: string): Promise<ApprovalView | undefined> {
  const { organizationId } = scope;
  return findApprovalView(db, { organizationId, id }, approvalsWithin(scope));
}
