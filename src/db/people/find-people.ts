import { type RawBuilder, sql } from 'kysely';
import { foldText } from '#src/domain/kit/fold.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Person } from '#src/domain/people/person.ts';

/** A reference to a person of an organization. */
export type AskedPerson = { organizationId: string; ref: PersonRef };

/** Everybody a reference may mean: one person if it is clear, several if they share a name, none if unknown. */
export async function findPeople(db: Reader, organizationId: string, ref: PersonRef): Promise<Person[]> {
  const [people = []] = await findEverybody(db, [{ organizationId, ref }]);
  return people;
}

/** Like `findPeople`, for many references in one query; results are in the order of the references. */
export async function findEverybody(db: Reader, asked: readonly AskedPerson[]): Promise<Person[][]> {
  const keys = asked.map(keyOf);
  const distinct = new Map(asked.map((one, index) => [keys[index], one]));
  const found = await findDistinct(db, [...distinct.values()]);
  const byKey = new Map([...distinct.keys()].map((key, index) => [key, found[index] ?? []]));
  return keys.map((key) => byKey.get(key) ?? []);
}

/** Equal for references that mean the same: in a batch, a giver comes up once per gift. */
function keyOf({ organizationId, ref }: AskedPerson): string {
  return `${organizationId}|${ref.by}|${whatNames(ref)}`;
}

function whatNames(ref: PersonRef): string {
  switch (ref.by) {
    case 'chat':
      return `${ref.platform}|${ref.userId}`;
    case 'id':
      return ref.personId;
    case 'email':
      return ref.email;
    case 'name':
      return ref.name;
    case 'group':
      return '';
  }
}

/**
 * People are joined by their ids alone. With `=`, the planner may take the organization, before there are statistics, and
 * read everybody in it for each reference.
 */
async function findDistinct(db: Reader, asked: readonly AskedPerson[]): Promise<Person[][]> {
  const found = asked.map((): Person[] => []);
  const matches = [matchChat(asked), matchId(asked), matchEmail(asked), matchName(asked)].filter(
    (match) => match !== undefined,
  );
  if (matches.length === 0) return found;
  const { rows } = await sql<Person & { at: number }>`
    select match.at, p.organization_id as "organizationId", p.id, p.name, p.email,
           case when match.linked_by = 'address' then 'employee' else p.role end as role,
           p.department_id as "departmentId", p.manager_id as "managerId", p.region, p.prefers,
           p.is_guest as "isGuest", p.deactivated_at is not null as "isDeactivated"
      from (${sql.join(matches, sql` union all `)}) match (at, organization_id, person_id, linked_by)
      join person p on p.id = match.person_id and p.organization_id is not distinct from match.organization_id
     order by match.at, p.id`.execute(db);
  for (const { at, ...person } of rows) found[at]?.push(person);
  return found;
}

/**
 * Selects `at` (the index of the reference), `organization_id`, `person_id` and, for a chat user, on whose word it is
 * theirs: an address alone gives an employee's rights only.
 */
type Match = RawBuilder<unknown> | undefined;

type Wanted<B extends PersonRef['by']> = {
  at: number;
  organizationId: string;
  ref: Extract<PersonRef, { by: B }>;
};

function wantedBy<B extends PersonRef['by']>(asked: readonly AskedPerson[], by: B): Wanted<B>[] {
  return asked.flatMap(({ organizationId, ref }, index) =>
    ref.by === by ? [{ at: index, organizationId, ref: ref as Wanted<B>['ref'] }] : [],
  );
}

function matchChat(asked: readonly AskedPerson[]): Match {
  const wanted = wantedBy(asked, 'chat');
  if (wanted.length === 0) return undefined;
  return sql`
    select w.at, i.organization_id, i.person_id, i.linked_by
      from unnest(
        ${wanted.map(({ at }) => at)}::integer[], ${organizationsOf(wanted)}::uuid[],
        ${wanted.map(({ ref }) => ref.platform)}::text[], ${wanted.map(({ ref }) => ref.userId)}::text[]
      ) w (at, organization_id, platform, user_id)
      join identity i using (organization_id, platform, user_id)`;
}

function matchId(asked: readonly AskedPerson[]): Match {
  const wanted = wantedBy(asked, 'id');
  if (wanted.length === 0) return undefined;
  return sql`
    select *, null::text from unnest(
      ${wanted.map(({ at }) => at)}::integer[], ${organizationsOf(wanted)}::uuid[],
      ${wanted.map(({ ref }) => ref.personId)}::uuid[])`;
}

function matchEmail(asked: readonly AskedPerson[]): Match {
  const wanted = wantedBy(asked, 'email');
  if (wanted.length === 0) return undefined;
  return sql`
    select w.at, e.organization_id, ${keptOf('e')}, null::text
      from unnest(
        ${wanted.map(({ at }) => at)}::integer[], ${organizationsOf(wanted)}::uuid[],
        ${wanted.map(({ ref }) => foldText(ref.email))}::text[]
      ) w (at, organization_id, email)
      join person e on e.organization_id = w.organization_id and e.email_key = w.email and not e.address_clash`;
}

/** By full name, first name, or the part of the email address before the @. */
function matchName(asked: readonly AskedPerson[]): Match {
  const wanted = wantedBy(asked, 'name');
  if (wanted.length === 0) return undefined;
  const organizationIds = organizationsOf(wanted);
  return sql`
    select distinct w.at, n.organization_id, ${keptOf('n')}, null::text
      from unnest(
        ${wanted.map(({ at }) => at)}::integer[], ${organizationIds}::uuid[],
        ${wanted.map(({ ref }) => foldText(ref.name))}::text[]
      ) w (at, organization_id, name)
      join (
        select organization_id, id, called
          from person,
               unnest(array[name_key, split_part(name_key, ' ', 1), split_part(email_key, '@', 1)]) called
         where organization_id = any (${organizationIds}::uuid[])
      ) n on n.organization_id = w.organization_id and n.called = w.name`;
}

/** The record that is kept of a person: who names an old one means it. */
function keptOf(table: string): RawBuilder<string> {
  const [organizationId, id] = [sql.ref(`${table}.organization_id`), sql.ref(`${table}.id`)];
  return sql`coalesce((select m.kept_id from person_merge m
    where m.organization_id = ${organizationId} and m.person_id = ${id}), ${id})`;
}

function organizationsOf(wanted: readonly { organizationId: string }[]): string[] {
  return wanted.map(({ organizationId }) => organizationId);
}
