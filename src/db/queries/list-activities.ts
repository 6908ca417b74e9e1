import { type RawBuilder, sql } from 'kysely';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/**
 * One line of the record. `doer`: the person who did it, by name; `operator`: who ran the command, in words; both null when
 * Largesse did it by itself. `subject`: the person it is about. `address`: where a browser was that signed in or out, as long as that
 * is kept.
 */
export type ListedActivity = {
  id: string;
  at: Date;
  kind: ActivityKind;
  doer: string | null;
  operator: string | null;
  subject: string | null;
  department: string | null;
  giftId: string | null;
  address: string | null;
  detail: Record<string, unknown>;
};

/**
 * `personId`: done by them or about them; `name`: by or about somebody whose name or address has this in it. From `since`, before
 * `until`. `before`: the id of the last one of the page before.
 */
export type ActivityFilter = {
  personId?: string;
  name?: string;
  kind?: ActivityKind;
  since?: Date;
  until?: Date;
  before?: string;
  limit: number;
};

/** The record of what was done to money and rights, newest first; empty for readers who do not see the whole ledger. */
export async function listActivities(
  db: Reader,
  { organizationId, isAll }: Scope,
  { personId, name, kind, since, until, before, limit }: ActivityFilter,
): Promise<ListedActivity[]> {
  if (!isAll) return [];
  const { rows } = await sql<ListedActivity>`
    with named as (
      select id from person
       where organization_id = ${organizationId} and ${name === undefined ? sql`false` : isCalled(name)})
    select a.id, a.at, a.kind, doer.name as doer, a.operator, subject.name as subject, d.name as department,
           a.gift_id as "giftId", visit.address, a.detail
      from (select * from activity
             where organization_id = ${organizationId}
               ${personId ? sql`and (actor_id = ${personId} or subject_id = ${personId})` : sql``}
               ${name === undefined ? sql`` : sql`and (actor_id in (select id from named) or subject_id in (select id from named))`}
               ${kind ? sql`and kind = ${kind}` : sql``}
               ${since ? sql`and at >= ${since}` : sql``}
               ${until ? sql`and at < ${until}` : sql``}
               ${before ? sql`and id < ${before}` : sql``}
             order by id desc limit ${limit}) a
      left join person doer on doer.organization_id = a.organization_id and doer.id = a.actor_id
      left join person subject on subject.organization_id = a.organization_id and subject.id = a.subject_id
      left join department d on d.organization_id = a.organization_id and d.id::text = a.detail ->> 'departmentId'
      left join lateral (
        select s.address from session s
         where s.organization_id = a.organization_id and s.person_id = a.subject_id and s.id::text = a.detail ->> 'sessionId'
         limit 1) visit on a.kind in ('session.opened', 'session.ended', 'session.stepped-up')
     order by a.id desc`.execute(db);
  return rows;
}

/** What is typed is looked for as it is: it is no pattern. */
function isCalled(name: string): RawBuilder<boolean> {
  const pattern = `%${name.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
  return sql<boolean>`(name ilike ${pattern} or email ilike ${pattern})`;
}
