import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** `text`: part of a name, an address or an employee number. `after`: the id of the last one of the page before. */
export type PeopleFilter = {
  text?: string | undefined;
  departmentId?: string | undefined;
  role?: Role | undefined;
  state?: 'active' | 'left' | undefined;
  isGuest?: boolean | undefined;
  /** Whether they have a chat account. */
  isLinked?: boolean | undefined;
  after?: string | undefined;
  limit: number;
};

export type ListedPerson = {
  id: string;
  name: string;
  email: string | null;
  employeeNumber: string | null;
  role: Role;
  department: string;
  manager: string | null;
  isGuest: boolean;
  isDeactivated: boolean;
  /** The chat platforms on which they have an account. */
  platforms: string[];
};

/** `count`: how many match on all pages. `next`: the id after which the next page begins. */
export type PageOfPeople = { people: ListedPerson[]; count: number; next: string | undefined };

/** A page of the people whom the reader may see and the filter means, by name. */
export async function listPeoplePage(db: Reader, scope: Scope, filter: PeopleFilter): Promise<PageOfPeople> {
  const { organizationId } = scope;
  const { after, limit } = filter;
  const meant = sql`p.organization_id = ${organizationId}
    and ${within(scope, { people: ['p.id'], department: 'p.department_id' })} ${conditionsOf(organizationId, filter)}`;
  const { rows } = await sql<Omit<ListedPerson, 'platforms'>>`
    select p.id, p.name, p.email, p.employee_number as "employeeNumber", p.role, d.name as department, m.name as manager,
           p.is_guest as "isGuest", p.deactivated_at is not null as "isDeactivated"
      from (select * from person p
             where ${meant}
               ${
                 after
                   ? sql`and (p.name_key, p.id) > (
                       select name_key, id from person where organization_id = ${organizationId} and id = ${after})`
                   : sql``
               }
             order by p.name_key, p.id limit ${limit + 1}) p
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
      left join person m on m.organization_id = p.organization_id and m.id = p.manager_id
     order by p.name_key, p.id`.execute(db);
  const counted = await sql<{ count: number }>`
    select count(*)::integer as count from person p where ${meant}`.execute(db);
  const people = rows.slice(0, limit);
  const platforms = await platformsOf(
    db,
    organizationId,
    people.map(({ id }) => id),
  );
  return {
    people: people.map((person) => ({ ...person, platforms: platforms.get(person.id) ?? [] })),
    count: counted.rows[0]?.count ?? 0,
    next: rows.length > limit ? people.at(-1)?.id : undefined,
  };
}

async function platformsOf(
  db: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; platforms: string[] }>`
    select i.person_id as id, array_agg(distinct i.platform order by i.platform) as platforms
      from identity i where ${isChatOf(organizationId)} and i.person_id = any (${[...ids]}::uuid[])
     group by i.person_id`.execute(db);
  return new Map(rows.map(({ id, platforms }) => [id, platforms]));
}

/** An account by which somebody can be reached in chat. */
function isChatOf(organizationId: string) {
  return sql`i.organization_id = ${organizationId} and i.gone_at is null and i.platform in ('slack', 'discord')`;
}

function conditionsOf(organizationId: string, filter: PeopleFilter) {
  const { text = '', departmentId, role, state, isGuest, isLinked } = filter;
  const part = foldText(text);
  return sql.join(
    [
      part === ''
        ? sql``
        : sql`and (strpos(p.name_key, ${part}) > 0 or strpos(p.email_key, ${part}) > 0
                   or strpos(lower(p.employee_number), ${part}) > 0)`,
      departmentId ? sql`and p.department_id = ${departmentId}` : sql``,
      role ? sql`and p.role = ${role}` : sql``,
      state ? sql`and p.deactivated_at is ${state === 'left' ? sql`not null` : sql`null`}` : sql``,
      isGuest === undefined ? sql`` : sql`and p.is_guest = ${isGuest}`,
      // Compared as a value, so that it is looked up in one set, whatever the planner knows of the tables.
      isLinked === undefined
        ? sql``
        : sql`and (p.id in (select i.person_id from identity i where ${isChatOf(organizationId)})) = ${isLinked}`,
    ],
    sql` `,
  );
}
