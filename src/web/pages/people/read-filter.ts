import { z } from 'zod';
import type { PeopleFilter } from '#src/app.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { ROLES } from '#src/domain/people/roles.ts';

const id = z.string().refine(isUuid).optional().catch(undefined);
const either = z.enum(['yes', 'no']).optional().catch(undefined);

/** What an address may ask of the list. What is wrong in it is as if it were not there: the address may be an old one. */
const Query = z.object({
  q: z.string().trim().max(200).transform(withPlainTexts).optional().catch(undefined),
  department: id,
  role: z.enum(ROLES).optional().catch(undefined),
  state: z.enum(['left', 'all']).optional().catch(undefined),
  guest: either,
  linked: either,
  after: id,
});

/** The filter as it stands in the address. Without a state it is those who work here. */
export type PeopleQuery = z.infer<typeof Query>;

export function readPeopleQuery(query: Record<string, string>): PeopleQuery {
  return Query.parse(query);
}

const PAGE_ROWS = 50;

export function peopleFilterOf(query: PeopleQuery): PeopleFilter {
  const { q, department, role, state = 'active', guest, linked, after } = query;
  return {
    text: q,
    departmentId: department,
    role,
    state: state === 'all' ? undefined : state,
    isGuest: guest && guest === 'yes',
    isLinked: linked && linked === 'yes',
    after,
    limit: PAGE_ROWS,
  };
}

/** The address of the list with this filter. */
export function addressOfPeople(query: PeopleQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `/people?${search.toString()}` : '/people';
}
