import { type Context, Hono } from 'hono';
import type { DirectorySaid } from '#src/domain/people/directory-user.ts';
import type { ApiEnv } from '../api/api-deps.ts';
import { readUserFilter } from './read-filter.ts';
import { readUserPatch } from './read-patch.ts';
import { readScimUser } from './read-scim-user.ts';
import { listResponse, userResource } from './resources.ts';
import { idOf, noResource, orError, readBody, readWindow, type ScimDeps } from './scim-kit.ts';
import { sendScim, unreadable } from './scim-error.ts';

/** The people of the company, as its directory brings and finds them. Nobody is ever deleted: who is deactivated is still there. */
export function userRoutes(deps: ScimDeps, base: string): Hono<ApiEnv> {
  const { app } = deps;
  const routes = new Hono<ApiEnv>();
  routes.get('/', async (c) => {
    const { startIndex, limit } = readWindow(c);
    const filter = readUserFilter(c.req.query('filter'));
    const page = { filter, first: startIndex - 1, limit };
    const { total, items } = await app.queries.people.listScimUsers(c.get('caller').person, page);
    const resources = items.map((one) => userResource(one, base));
    return sendScim(c, listResponse(resources, { total, startIndex }));
  });
  routes.post('/', async (c) => {
    const said = readScimUser(await readBody(c));
    if (said.userName === undefined) throw unreadable('A user needs a userName.');
    const id = await provision(c, said);
    c.header('location', `${base}/Users/${id}`);
    return sendScim(c, await find(c, id), 201);
  });
  routes.get('/:id', async (c) => sendScim(c, await find(c, idOf(c))));
  routes.put('/:id', async (c) => change(c, readScimUser(await readBody(c))));
  routes.patch('/:id', async (c) => change(c, readUserPatch(await readBody(c))));
  routes.delete('/:id', async (c) => {
    await provision(c, { isActive: false }, idOf(c));
    return c.body(null, 204);
  });
  return routes;

  async function change(c: Context<ApiEnv>, said: DirectorySaid): Promise<Response> {
    const id = await provision(c, said, idOf(c));
    return sendScim(c, await find(c, id));
  }

  async function provision(c: Context<ApiEnv>, said: DirectorySaid, personId?: string): Promise<string> {
    const actorId = c.get('caller').person.id;
    const asked = { said, actorId, ...(personId !== undefined && { personId }) };
    return orError(deps, await app.people.provision(deps.organization, asked)).personId;
  }

  async function find(c: Context<ApiEnv>, id: string): Promise<object> {
    const page = { filter: { id }, first: 0, limit: 1 };
    const { items } = await app.queries.people.listScimUsers(c.get('caller').person, page);
    if (!items[0]) throw noResource();
    return userResource(items[0], base);
  }
}
