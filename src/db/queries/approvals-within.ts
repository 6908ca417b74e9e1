import { type RawBuilder, sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/**
 * Whether the approval `a` is within what its reader sees. It is the own of who asked and who decided, and of whom it was put
 * to: a delegate is no approver, and is told what became of what they were asked.
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
