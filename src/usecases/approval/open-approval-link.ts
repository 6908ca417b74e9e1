import { findApprovalLink } from '#src/db/approval/approval-link.ts';
import { findApprovalView } from '#src/db/approval/approval-view.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Person } from '#src/domain/people/person.ts';

/** The link's owner, and the approval they are asked about. */
export type OpenedLink = { person: Person; approval: ApprovalView };

/**
 * What a link from a mail leads to. Undefined when there is no such link or its owner has left. Opening it decides
 * nothing, because mail programs follow links by themselves.
 */
export async function openApprovalLink(
  deps: Pick<Deps, 'db'>,
  token: string,
): Promise<OpenedLink | undefined> {
  const link = await findApprovalLink(deps.db, token);
  if (!link) return undefined;
  const { organizationId, approvalId, personId } = link;
  const person = await getPerson(deps.db, organizationId, personId);
  const approval = await findApprovalView(deps.db, { organizationId, id: approvalId });
  return approval && !person.isDeactivated ? { person, approval } : undefined;
}
