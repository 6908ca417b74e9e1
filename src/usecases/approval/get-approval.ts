import { getApprovalView } from '#src/db/approval/approval-view.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** An approval as it stands. Throws when there is none. */
export async function getApproval(
  { db }: Pick<Deps, 'db'>,
  approval: { organizationId: string; id: string },
): Promise<ApprovalView> {
  return getApprovalView(db, approval);
}
