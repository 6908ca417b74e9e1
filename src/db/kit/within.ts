import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#src/domain/people/access.ts';

/**
 * The columns that say whose a row is: ids of people, and of its department. `ofAnyRecord`: what belongs to a record that was merged into
 * the reader's is theirs, too.
 */
export type OwnerColumns = { people?: readonly string[]; department?: string; ofAnyRecord?: boolean };

/** A person's record, and those that were merged into it. */
export function recordsOf(
  { organizationId }: Pick<Scope, 'organizationId'>,
  personId: string,
): RawBuilder<string[]> {
  return sql`array(select ${personId}::uuid union all select person_id from person_merge
    where organization_id = ${organizationId} and kept_id = ${personId}::uuid)`;
}

/**
 * Whether a reader with this scope may see a row. Compare the organization separately, in the part of the query that
 * uses the index.
 */
export function within(
  scope: Scope,
  { people = [], department, ofAnyRecord = false }: OwnerColumns,
): RawBuilder<boolean> {
  if (scope.isAll) return sql`true`;
  const { organizationId, personId, managerId, departmentId } = scope;
  const owners = sql.join(people.map((column) => sql.ref(column)));
  const ways: RawBuilder<unknown>[] = [];
  if (personId !== undefined) {
    if (ofAnyRecord)
      ways.push(...people.map((column) => sql`${sql.ref(column)} = any (${recordsOf(scope, personId)})`));
    else if (people.length > 0) ways.push(sql`${personId}::uuid in (${owners})`);
  }
  if (people.length > 0 && managerId !== undefined) {
    ways.push(sql`exists (
      select from person report
       where report.organization_id = ${organizationId} and report.manager_id = ${managerId}
         and report.id in (${owners}))`);
  }
  if (department !== undefined && departmentId !== undefined) {
    ways.push(sql`${sql.ref(department)} = ${departmentId}::uuid`);
  }
  return ways.length === 0 ? sql`false` : sql`(${sql.join(ways, sql` or `)})`;
}
