import { findApprovalView } from '#src/db/approval/approval-view.ts';
import { openMailLink } from '#src/usecases/people/steps/open-mail-link.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Person } from '#src/domain/people/person.ts';

/** The link's owner, and the approval they are asked about. */
export type OpenedLink = { person: Person; approval: ApprovalView };

/**
 * What a link from a mail leads to. Undefined when there is no such link, Largesse did not make it, or its owner has left. Opening it decides
 * nothing, because mail programs follow links by themselves.
 */
export async function openApprovalLink(
  deps: Pick<Deps, 'db' | 'keys' | 'log'>,
  token: string,
): Promise<OpenedLink | undefined> {
  const opened = await openMailLink(deps, 'approval_link', token);
  if (!opened) return undefined;
  const { person, subjectId: id } = opened;
  const approval = await findApprovalView(deps.db, { organizationId: person.organizationId, id });
  return approval && { person, approval };
}
