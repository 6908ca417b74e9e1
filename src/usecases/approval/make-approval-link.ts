import { transact } from '#src/db/kit/transact.ts';
import { insertMailLink } from '#src/db/people/mail-link.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * The path of the page on which somebody decides what they were asked about in chat. It gives no right: whether they may decide is
 * looked at when they do. For their eyes only.
 */
export async function makeApprovalLink(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  {
    person: { organizationId, id: personId },
    approvalId,
  }: { person: Pick<Person, 'organizationId' | 'id'>; approvalId: string },
): Promise<string> {
  const link = { organizationId, subjectId: approvalId, personId };
  const token = await transact(deps, (tx) => insertMailLink(tx, 'approval_link', link));
  return `/approvals/${token}`;
}
