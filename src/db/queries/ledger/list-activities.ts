import { type RawBuilder, sql } from 'kysely';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/**
 * One line of the record. `doer`: the person who did it, by name; `operator`: who ran the command, in words; both null when
 * Largesse did it by itself. `subject`: the person it is about. `way`: how it came in, as `WayIn` says it, or null where nobody
 * kept that; `token`: the name of the token that it came with; `address`: where a browser was that signed in or out, as long as that is
 * kept. `currency`: what amounts in its detail are in, where it says so. `names`: of what its detail names by id.
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
  way: string | null;
  token: string | null;
  address: string | null;
  currency: string | null;
  names: Readonly<Record<string, string>>;
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
  const named = name === undefined ? undefined : await findCalled(db, organizationId, name);
  if (named?.length === 0) return [];
  const { rows } = await sql<Omit<ListedActivity, 'names'>>`
    select a.id, a.at, a.kind, doer.name as doer, a.operator, subject.name as subject, d.name as department,
           a.gift_id as "giftId", ${WAY} as way, t.name as token, visit.address,
           coalesce(a.detail ->> 'currency', d.currency) as currency, a.detail - 'via' as detail
      from (select * from activity
             where organization_id = ${organizationId}
               ${personId ? isByOrAbout([personId]) : sql``}
               ${named ? isByOrAbout(named) : sql``}
               ${kind ? sql`and kind = ${kind}` : sql``}
               ${since ? sql`and at >= ${since}` : sql``}
               ${until ? sql`and at < ${until}` : sql``}
               ${before ? sql`and (at, id) < (${placeOf(organizationId, before)})` : sql``}
             order by at desc, id desc limit ${limit}) a
      left join person doer on doer.organization_id = a.organization_id and doer.id = a.actor_id
      left join person subject on subject.organization_id = a.organization_id and subject.id = a.subject_id
      left join department d on d.organization_id = a.organization_id
       and d.id::text = coalesce(a.detail ->> 'departmentId', case a.kind when 'budget.moved' then a.detail ->> 'from' end)
      left join gift g on g.organization_id = a.organization_id and g.id = a.gift_id and a.kind in ('gift.issued', 'gift.reserved')
      left join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
      left join api_token t on t.organization_id = a.organization_id
       and t.id::text = substring(a.detail ->> 'via' from '^(?:api|scim):(.+)$')
      left join lateral (
        select s.address from session s
         where s.organization_id = a.organization_id and s.person_id = a.subject_id and s.id::text = a.detail ->> 'sessionId'
         limit 1) visit on a.kind in ('session.opened', 'session.ended', 'session.stepped-up')
     order by a.at desc, a.id desc`.execute(db);
  const names = await findNames(db, organizationId, rows);
  return rows.map((row) => ({ ...row, names }));
}

/** A job gives what somebody asked for: that came from where it was asked. Each `source` of a request is a way in. */
const WAY = sql`case
  when r.source in ('cli', 'bulk') then 'shell'
  when r.source = 'api' then 'api'
  when r.source is not null then 'chat:' || r.source
  else a.detail ->> 'via' end`;

const AN_ID = /"([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})"/gu;

/** The names of all that is named by its id in these details, and that people know by a name. */
async function findNames(
  db: Reader,
  organizationId: string,
  rows: readonly Pick<ListedActivity, 'detail'>[],
): Promise<Record<string, string>> {
  const ids = new Set(
    rows.flatMap(({ detail }) => Array.from(JSON.stringify(detail).matchAll(AN_ID), ([, id = '']) => id)),
  );
  if (ids.size === 0) return {};
  const tables = NAMED.map(
    (table) => sql`
      select t.id, t.name from ${sql.table(table)} t where t.organization_id = ${organizationId} and t.id = any (${[...ids]}::uuid[])`,
  );
  const { rows: named } = await sql<{
    id: string;
    name: string;
  }>`${sql.join(tables, sql` union all `)}`.execute(db);
  return Object.fromEntries(named.map(({ id, name }) => [id, name]));
}

const NAMED = [
  'person',
  'department',
  'marketplace',
  'store_item',
  'stock_product',
  'stock_batch',
  'api_token',
] as const;

/** Whoever is called like this, whom the record may name as well as not. */
async function findCalled(db: Reader, organizationId: string, name: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from person where organization_id = ${organizationId} and ${isCalled(name)}`.execute(db);
  return rows.map(({ id }) => id);
}

function isByOrAbout(ids: readonly string[]): RawBuilder<unknown> {
  return sql`and (actor_id = any (${uuidArray(ids)}::uuid[]) or subject_id = any (${uuidArray(ids)}::uuid[]))`;
}

/** Where something is in the record. */
function placeOf(organizationId: string, id: string): RawBuilder<unknown> {
  return sql`select at, id from activity where organization_id = ${organizationId} and id = ${id}`;
}

/** What is typed is looked for as it is: it is no pattern. */
function isCalled(name: string): RawBuilder<boolean> {
  const pattern = `%${name.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
  return sql<boolean>`(name ilike ${pattern} or email ilike ${pattern})`;
}
