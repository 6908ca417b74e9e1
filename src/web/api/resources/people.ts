import { z } from '@hono/zod-openapi';
import type { DirectoryPerson } from '#src/app.ts';
import { done } from '#src/domain/outcome.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id } from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';

const PersonSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    email: z.string().nullable(),
    employeeNumber: z.string().nullable(),
    role: z.enum(ROLES),
    department: z.string(),
    region: z.string(),
    managerId: Id.nullable(),
    isGuest: z.boolean().openapi({ description: 'Somebody outside the organization.' }),
    isDeactivated: z.boolean(),
  })
  .openapi('Person');

function personBody(person: DirectoryPerson): z.input<typeof PersonSchema> {
  const { id, name, email, employeeNumber, role, department, region, managerId, isGuest, isDeactivated } =
    person;
  return { id, name, email, employeeNumber, role, department, region, managerId, isGuest, isDeactivated };
}

const listPeople = defineEndpoint({
  name: 'listPeople',
  method: 'get',
  path: '/v1/people',
  tag: 'People',
  scope: 'people:read',
  summary: 'List people, in the order of their ids',
  query: z.strictObject(pageFields),
  answer: pageSchema(PersonSchema).openapi('PersonPage'),
  async run({ app }, { caller, query }) {
    return readPage({
      name: 'people',
      query,
      list: (after, limit) => app.queries.people.list(caller.person, { after, limit }),
      idOf: ({ id }) => id,
      show: personBody,
    });
  },
});

const getPerson = defineEndpoint({
  name: 'getPerson',
  method: 'get',
  path: '/v1/people/{id}',
  tag: 'People',
  scope: 'people:read',
  summary: 'Show a person',
  params: z.strictObject({ id: Id }),
  answer: PersonSchema,
  async run({ app }, { caller, params: { id: personId } }) {
    const [person] = await app.queries.people.list(caller.person, { personId, limit: 1 });
    return person ? done(personBody(person)) : notFound();
  },
});

export const peopleEndpoints = [listPeople, getPerson];
