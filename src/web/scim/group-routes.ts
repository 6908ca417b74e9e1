import { type Context, Hono } from 'hono';
import type { GroupSaid } from '#src/domain/people/directory-group.ts';
import type { ApiEnv } from '../api/api-deps.ts';
import { readGroupFilter } from './read-filter.ts';
import { readGroup, readGroupPatch } from './read-group.ts';
import { groupResource, listResponse } from './resources.ts';
import { idOf, noResource, orError, readBody, readWindow, type ScimDeps } from './scim-kit.ts';
import { sendScim, unreadable } from './scim-error.ts';

/** The groups of the company's directory. An admin says which of them are departments; the others are only kept. */
export function groupRoutes(deps: ScimDeps, base: string): Hono<ApiEnv> {
  const { app } = deps;
  const routes = new Hono<ApiEnv>();
  routes.get('/', async (c) => {
    const { startIndex, limit } = readWindow(c);
    const page = { filter: readGroupFilter(c.req.query('filter')), first: startIndex - 1, limit };
    const { total, items } = await app.queries.people.listScimGroups(c.get('caller').person, page);
    const resources = items.map((one) => groupResource(one, { base, hasMembers: hasMembers(c) }));
    return sendScim(c, listResponse(resources, { total, startIndex }));
  });
  routes.post('/', async (c) => {
    const said = readGroup(await readBody(c));
    if (said.displayName === undefined) throw unreadable('A group needs a displayName.');
    const id = await provision(c, said);
    c.header('location', `${base}/Groups/${id}`);
    return sendScim(c, await find(c, id), 201);
  });
  routes.get('/:id', async (c) => sendScim(c, await find(c, idOf(c))));
  routes.put('/:id', async (c) => {
    const id = await provision(c, readGroup(await readBody(c)), idOf(c));
    return sendScim(c, await find(c, id));
  });
  routes.patch('/:id', async (c) => {
    await provision(c, readGroupPatch(await readBody(c)), idOf(c));
    return c.body(null, 204);
  });
  routes.delete('/:id', async (c) => {
    orError(deps, await app.people.removeGroup(deps.organization, idOf(c)));
    return c.body(null, 204);
  });
  return routes;

  async function provision(c: Context<ApiEnv>, said: GroupSaid, groupId?: string): Promise<string> {
    const actorId = c.get('caller').person.id;
    const asked = { said, actorId, ...(groupId !== undefined && { groupId }) };
    return orError(deps, await app.people.provisionGroup(deps.organization, asked)).groupId;
  }

  async function find(c: Context<ApiEnv>, id: string): Promise<object> {
    const page = { filter: { id }, first: 0, limit: 1 };
    const { items } = await app.queries.people.listScimGroups(c.get('caller').person, page);
    if (!items[0]) throw noResource();
    return groupResource(items[0], { base, hasMembers: hasMembers(c) });
  }
}

/** Entra asks for groups without their members. */
function hasMembers(c: Context): boolean {
  return !(c.req.query('excludedAttributes') ?? '').toLowerCase().split(',').includes('members');
}
