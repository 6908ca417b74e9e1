import { sql } from 'kysely';
import type { Scope } from '#src/domain/people/access.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Reader } from '#src/db/kit/schema.ts';

const KINDS = [
  'person.imported',
  'person.joined',
  'person.changed',
  'person.changed-in-chat',
  'person.deactivated',
  'person.reactivated',
  'identity.linked',
  'identity.pending',
  'identity.unlinked',
  'identity.gone',
  'identity.back',
] as const;
export type PersonChangeKind = (typeof KINDS)[number];

/** Rights as they were or are, with the names that departments and managers have now. */
export type RightsThen = {
  role: Role;
  department: string | null;
  manager: string | null;
  isGuest: boolean;
};

/** One change of a person, newest first. `texts`: which of their name, address, region and number changed; the record does not keep what they were. */
export type PersonChangeLine = {
  id: string;
  at: Date;
  kind: PersonChangeKind;
  doer: string | null;
  operator: string | null;
  before: RightsThen | null;
  after: RightsThen | null;
  texts: string[];
  account: string | null;
  /** As whoever did it wrote. */
  reason: string | null;
};

/** What was changed of a person lately, newest first; none for readers who do not see everybody. */
export async function listPersonChanges(
  db: Reader,
  { organizationId, isAll }: Scope,
  personId: string,
  limit: number,
): Promise<PersonChangeLine[]> {
  if (!isAll) return [];
  const { rows } = await sql<PersonChangeLine>`
    select a.id, a.at, a.kind, doer.name as doer, a.operator, ${rightsThen('before')} as before, ${rightsThen('after')} as after,
           coalesce(a.detail -> 'texts', '[]') as texts, (a.detail ->> 'platform') || ':' || (a.detail ->> 'userId') as account,
           case when a.kind like 'person.%' then nullif(a.detail ->> 'reason', '') end as reason
      from (select * from activity
             where organization_id = ${organizationId} and subject_id = ${personId} and kind = any (${[...KINDS]})
             order by id desc limit ${limit}) a
      left join person doer on doer.organization_id = a.organization_id and doer.id = a.actor_id
     order by a.id desc`.execute(db);
  return rows;
}

function rightsThen(which: 'before' | 'after') {
  const then = sql`a.detail -> ${sql.lit(which)}`;
  return sql`case when jsonb_typeof(${then}) = 'object' then jsonb_build_object(
    'role', ${then} ->> 'role', 'isGuest', coalesce((${then} ->> 'isGuest')::boolean, false),
    'department', (select d.name from department d where d.organization_id = a.organization_id and d.id::text = ${then} ->> 'departmentId'),
    'manager', (select m.name from person m where m.organization_id = a.organization_id and m.id::text = ${then} ->> 'managerId')) end`;
}
