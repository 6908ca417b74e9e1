import { type RawBuilder, sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Bound } from './check-seals.ts';

/** What is new: of an organization, everything above these numbers. */
export type Since = Bound & { organizationId: string };

/**
 * What has to do with anything that was written since, by ids: the gifts, with all other gifts of their requests, and
 * everything that belongs to them, however old it is.
 */
export type Touched = {
  gifts: readonly string[];
  recognitions: readonly string[];
  approvals: readonly string[];
  entries: readonly string[];
  activities: readonly string[];
  organizations: readonly string[];
};

/** Of more, a proof had better walk everything. */
export const MOST_TOUCHED = 200_000;

/** Undefined when it is so much that walking everything costs no more. */
export async function findTouched(db: Reader, since: readonly Since[]): Promise<Touched | undefined> {
  const organizations = since.map(({ organizationId }) => organizationId);
  const [entries, activities, approvals] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const gifts = new Set<string>();
  for (const bound of since) {
    for (const { id, giftId } of await listNewActivities(db, bound)) {
      activities.add(id);
      if (giftId !== null) gifts.add(giftId);
    }
    for (const { id, giftId } of await listNewEntries(db, bound)) {
      entries.add(id);
      if (giftId !== null) gifts.add(giftId);
    }
    for (const id of await listChangedApprovals(db, bound)) approvals.add(id);
    if (activities.size > MOST_TOUCHED || entries.size > MOST_TOUCHED) return undefined;
  }
  return withWhatBelongs(db, { organizations, gifts, recognitions: [], approvals, entries, activities });
}

/** These, and everything that belongs to them. */
export async function withWhatBelongs(
  db: Reader,
  begin: Pick<Touched, 'organizations'> & Record<Exclude<keyof Touched, 'organizations'>, Iterable<string>>,
): Promise<Touched> {
  const { organizations } = begin;
  const [entries, activities, approvals] = [
    new Set(begin.entries),
    new Set(begin.activities),
    new Set(begin.approvals),
  ];
  const [gifts, requests] = [new Set(begin.gifts), new Set(begin.recognitions)];
  // First those, so that their requests are among all requests.
  for (const id of await listGiftsDecidedOn(db, { approvals: [...approvals] })) gifts.add(id);
  for (const id of await listRecognitions(db, { gifts: [...gifts], approvals: [...approvals] }))
    requests.add(id);
  const recognitions = [...requests];
  for (const id of await listGiftsOf(db, { organizations, recognitions })) gifts.add(id);
  const closed = { organizations, gifts: [...gifts], recognitions };
  for (const id of await listApprovalsOf(db, closed)) approvals.add(id);
  const decided = { ...closed, approvals: [...approvals] };
  for (const id of await listEntriesOf(db, decided)) entries.add(id);
  for (const id of await listActivitiesOf(db, { ...decided, entries: [...entries] })) activities.add(id);
  return { ...decided, entries: [...entries], activities: [...activities] };
}

type About = { id: string; giftId: string | null };

async function listNewActivities(db: Reader, { organizationId, activity }: Since): Promise<About[]> {
  const { rows } = await sql<About>`
    select id, gift_id as "giftId" from activity
     where organization_id = ${organizationId} and number > ${activity} order by number limit ${MOST_TOUCHED + 1}`.execute(
    db,
  );
  return rows;
}

async function listNewEntries(db: Reader, { organizationId, posting }: Since): Promise<About[]> {
  const { rows } = await sql<About>`
    select distinct p.entry_id as id, case when e.subject_type = 'gift' then e.subject_id end as "giftId"
      from (select * from posting where organization_id = ${organizationId} and id > ${posting} order by id limit ${4 * MOST_TOUCHED}) p
      left join entry e on e.organization_id = p.organization_id and e.id = p.entry_id`.execute(db);
  return rows;
}

async function listChangedApprovals(db: Reader, { organizationId, change }: Since): Promise<string[]> {
  return idsOf(
    db,
    sql`select id from approval
         where organization_id = ${organizationId} and id::text in (
           select key from change
            where organization_id = ${organizationId} and subject = 'approval' and number > ${change})`,
  );
}

type Ids<Names extends keyof Touched> = Pick<Touched, Names>;

async function listRecognitions(
  db: Reader,
  { gifts, approvals }: Ids<'gifts' | 'approvals'>,
): Promise<string[]> {
  return idsOf(
    db,
    sql`select recognition_id as id from gift where ${isOneOf('id', gifts)}
         union select subject_id from approval where ${isOneOf('id', approvals)} and kind in ('gift', 'funds')`,
  );
}

async function listGiftsOf(
  db: Reader,
  { organizations, recognitions }: Ids<'organizations' | 'recognitions'>,
): Promise<string[]> {
  return idsOf(
    db,
    sql`select id from gift where ${isOneOf('organization_id', organizations)} and ${isOneOf('recognition_id', recognitions)}`,
  );
}

/** The gifts that entries are about. */
export function listGiftsOfEntries(
  db: Reader,
  { organizations, entries }: Ids<'organizations' | 'entries'>,
): Promise<string[]> {
  return idsOf(
    db,
    sql`select subject_id as id from entry
         where subject_type = 'gift' and ${isOneOf('organization_id', organizations)} and ${isOneOf('id', entries)}`,
  );
}

/** The gifts that are to be void, or whose code is to be replaced. */
async function listGiftsDecidedOn(db: Reader, { approvals }: Ids<'approvals'>): Promise<string[]> {
  return idsOf(
    db,
    sql`select subject_id as id from approval where ${isOneOf('id', approvals)} and kind in ('void', 'reissue')`,
  );
}

async function listApprovalsOf(
  db: Reader,
  { gifts, recognitions }: Ids<'gifts' | 'recognitions'>,
): Promise<string[]> {
  return idsOf(db, sql`select id from approval where ${isOneOf('subject_id', [...gifts, ...recognitions])}`);
}

async function listEntriesOf(
  db: Reader,
  { organizations, gifts, approvals }: Ids<'organizations' | 'gifts' | 'approvals'>,
): Promise<string[]> {
  return idsOf(
    db,
    sql`select id from entry where subject_type = 'gift' and ${isOneOf('subject_id', gifts)}
         union select id from entry
          where subject_type = 'top-up' and ${isOneOf('organization_id', organizations)} and ${isOneOf('subject_id', approvals)}`,
  );
}

/**
 * The activities about gifts, requests and decisions. The one by which a gift came to be has its id; others are found by whom they are about
 * and when they were, for which there is an index.
 */
async function listActivitiesOf(
  db: Reader,
  { organizations, gifts, recognitions, approvals, entries }: Omit<Touched, 'activities'>,
): Promise<string[]> {
  return idsOf(
    db,
    sql`select id from activity where ${isOneOf('organization_id', organizations)} and ${isOneOf('id', gifts)}
         union select id from activity where kind in ('code.resealed', 'code.reissued', 'gift.blanked') and ${isOneOf('gift_id', gifts)}
         union select id from activity
          where kind in ('recognition.ended', 'recognition.taken-over') and detail ->> 'recognitionId' = any (${[...recognitions]}::text[])
         union select a.id
          from entry e
          join gift g on g.organization_id = e.organization_id and g.id = e.subject_id
          join activity a on a.organization_id = e.organization_id and a.subject_id = any (array[g.recipient_id, g.giver_id])
           and a.at between e.occurred_at - interval '1 minute' and e.occurred_at + interval '1 minute' and a.gift_id = g.id
         where e.subject_type = 'gift' and ${isOneOf('e.organization_id', organizations)} and ${isOneOf('e.id', entries)}
         union select a.id
          from approval p
          join activity a on a.organization_id = p.organization_id and a.subject_id = p.requested_by and a.at = p.decided_at
         where ${isOneOf('p.id', approvals)}`,
  );
}

async function idsOf(db: Reader, query: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await query.execute(db);
  return (rows as { id: string }[]).map(({ id }) => id);
}

function isOneOf(column: string, ids: readonly string[]): RawBuilder<unknown> {
  return sql`${sql.ref(column)} = any (${uuidArray(ids)}::uuid[])`;
}

/** A rule's query over what was touched alone, in place of the tables. */
export function shadowed(query: string, touched: Touched): RawBuilder<{ broken: string }> {
  const { gifts, recognitions, approvals, entries, activities, organizations } = touched;
  const within = isOneOf('organization_id', organizations);
  return sql`
    with gift as materialized (select * from gift where ${isOneOf('id', gifts)}),
         code as materialized (select * from code where ${within} and ${isOneOf('gift_id', gifts)}),
         delivery as materialized (select * from delivery where ${within} and ${isOneOf('gift_id', gifts)}),
         recognition as materialized (select * from recognition where ${isOneOf('id', recognitions)}),
         approval as materialized (select * from approval where ${isOneOf('id', approvals)}),
         entry as materialized (select * from entry where ${within} and ${isOneOf('id', entries)}),
         posting as materialized (select * from posting where ${within} and ${isOneOf('entry_id', entries)}),
         activity as materialized (select * from activity where ${within} and ${isOneOf('id', activities)})
    select broken from (${sql.raw(query)}) rule`;
}
