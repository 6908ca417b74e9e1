import { type RawBuilder, sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/**
 * Whether the reader may see approval `a`. It belongs to whoever asked, whoever decided, and everyone it was sent to: a
 * delegate is no approver, yet hears the outcome of what they were asked.
 */
export function approvalsWithin(scope: Scope): RawBuilder<boolean> {
  const isTheirs = within(scope, {
    people: ['a.requested_by', 'a.decided_by'],
    department: 'a.department_id',
  });
  if (scope.isAll || scope.personId === undefined) return isTheirs;
  return sql`(${isTheirs} or exists (
    select from notification n
     where n.organization_id = a.organization_id and n.subject_id = a.id and n.person_id = ${scope.personId}
       and n.kind = 'approval.asked'))`;
}
