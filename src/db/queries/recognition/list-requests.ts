import { type RawBuilder, sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { describeRef, type PersonRef } from '#src/domain/people/person-ref.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';

/** A request to give. `amount` is for each recipient, as it was typed; people are named as far as they are known. */
export type ListedRequest = {
  id: string;
  createdAt: Date;
  source: string;
  giver: string;
  recipients: string[];
  amount: string;
  currency: string | null;
  status: RecognitionStatus;
  refusal: Refusal | null;
};

export type RequestFilter = {
  giverId?: string;
  status?: RecognitionStatus;
  since?: Date;
  until?: Date;
  /** The id of the last one of the page before. */
  before?: string;
  limit: number;
};

type Row = Omit<ListedRequest, 'giver' | 'recipients'> & {
  giver: PersonRef;
  giverName: string | null;
  recipients: PersonRef[];
};

/** The requests that the reader may see, the queued and refused ones included, newest first, at most `limit`. */
export async function listRequests(
  db: Reader,
  scope: Scope,
  { giverId, status, since, until, before, limit }: RequestFilter,
): Promise<ListedRequest[]> {
  const { rows } = await sql<Row>`
    select r.id, r.created_at as "createdAt", r.source, r.giver, p.name as "giverName", r.recipients, r.amount, r.currency,
           r.status, r.refusal
      from (select * from recognition
             where organization_id = ${scope.organizationId}
               and ${within(scope, { people: ['giver_id'], department: 'department_id' })}
               ${giverId ? sql`and ${isGivenBy(scope, giverId)}` : sql``}
               ${status ? sql`and status = ${status}` : sql``}
               ${since ? sql`and created_at >= ${since}` : sql``}
               ${until ? sql`and created_at < ${until}` : sql``}
               ${before ? sql`and id < ${before}` : sql``}
             order by id desc limit ${limit}) r
      left join person p on p.organization_id = ${scope.organizationId} and p.id = r.giver_id
     order by r.id desc`.execute(db);
  const names = await namesOf(
    db,
    scope,
    rows.flatMap(({ recipients }) => recipients),
  );
  return rows.map(({ giver, giverName, recipients, ...row }) => {
    const told = recipients.map(
      (ref) => (ref.by === 'id' ? names.get(ref.personId) : undefined) ?? describeRef(ref),
    );
    return { ...row, giver: giverName ?? describeRef(giver), recipients: told };
  });
}

/** A request has its giver's id from its decision on; until then it names them as it was asked. */
function isGivenBy({ organizationId }: Scope, giverId: string): RawBuilder<boolean> {
  return sql`(giver_id = ${giverId} or giver_id is null and (
    giver ->> 'personId' = ${giverId}
    or exists (select from identity i
                where i.organization_id = ${organizationId} and i.person_id = ${giverId}
                  and i.platform = giver ->> 'platform' and i.user_id = giver ->> 'userId')
    or exists (select from person p
                where p.organization_id = ${organizationId} and p.id = ${giverId}
                  and lower(p.email) = lower(giver ->> 'email'))))`;
}

/** The names of those who were named by their ids, as in a list of gifts. */
async function namesOf(
  db: Reader,
  { organizationId }: Scope,
  refs: readonly PersonRef[],
): Promise<Map<string, string>> {
  const ids = refs.flatMap((ref) => (ref.by === 'id' ? [ref.personId] : []));
  if (ids.length === 0) return new Map();
  const people = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute();
  return new Map(people.map(({ id, name }) => [id, name]));
}
