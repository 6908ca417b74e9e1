import { sql } from 'kysely';
import { listApprovalViews } from '#src/db/approval/approval-view.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { findDelegates, listDeciders } from '#src/db/people/approver.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import { chooseApprovers } from '#src/domain/approval/approvers.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { approvalsWithin } from './approvals-within.ts';

/** The open approvals that wait for one person, the oldest first: those that they may decide now, for others who are away too. */
export async function listApprovalsToDecide(
  db: Reader,
  scope: Scope,
  { personId, now }: { personId: string; now: Date },
): Promise<ApprovalView[]> {
  const { organizationId } = scope;
  const open = await listApprovalViews(db, { organizationId, isOpen: true, where: approvalsWithin(scope) });
  if (open.length === 0) return [];
  const [deciders, delegates, excluded] = await Promise.all([
    listDeciders(db, organizationId),
    findDelegates(db, organizationId, now),
    findExcluded(db, organizationId),
  ]);
  return open.filter(({ id, kind, departmentId, requestedBy, expiresAt }) => {
    const question = { kind, departmentId, excluded: [requestedBy, ...(excluded.get(id) ?? [])] };
    return expiresAt > now && chooseApprovers(question, deciders, delegates).includes(personId);
  });
}

/** Who would get the money of open approvals, by the id of each. */
async function findExcluded(db: Reader, organizationId: string): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; excluded: string[] }>`
    select id, excluded from approval where organization_id = ${organizationId} and status = 'open'`.execute(
    db,
  );
  return new Map(rows.map(({ id, excluded }) => [id, excluded]));
}
