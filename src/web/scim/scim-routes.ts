import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { may } from '#src/domain/people/access.ts';
import type { ApiDeps, ApiEnv } from '../api/api-deps.ts';
import { authenticate } from '../api/kit/authenticate.ts';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { groupRoutes } from './group-routes.ts';
import { ScimError, sendScim, sendScimError } from './scim-error.ts';
import { noResource, type ScimDeps } from './scim-kit.ts';
import { listResponse } from './resources.ts';
import { userRoutes } from './user-routes.ts';

export const SCIM_PATH = '/scim/v2';

/** A company's directory, such as Okta or Entra, brings people and groups here, by a token of an admin that is for this alone. */
export function scimRoutes(deps: ScimDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  const base = `${deps.publicUrl ?? ''}${SCIM_PATH}`;
  routes.use(noStore, authenticate(deps, 'scim'), mayProvision);
  routes.use(bodyLimit({ maxSize: 1_000_000, onError: tooLarge }));
  routes.get('/ServiceProviderConfig', (c) => sendScim(c, serviceProviderConfig(base)));
  for (const [path, listed] of [
    ['/ResourceTypes', resourceTypes(base)],
    ['/Schemas', schemas(base)],
  ] as const) {
    routes.get(path, (c) => sendScim(c, listResponse(listed, { total: listed.length, startIndex: 1 })));
    routes.get(`${path}/:id`, (c) => {
      const found = listed.find((one) => 'id' in one && one.id === c.req.param('id'));
      if (!found) throw noResource();
      return sendScim(c, found);
    });
  }
  routes.route('/Users', userRoutes(deps, base));
  routes.route('/Groups', groupRoutes(deps, base));
  routes.all('*', (c) => sendScimError(c, noResource()));
  routes.onError((err, c) => (err instanceof ScimError ? sendScimError(c, err) : sendFault(c, deps, err)));
  return routes;
}

async function noStore(c: Context, next: Next): Promise<void> {
  c.header('cache-control', 'no-store');
  await next();
}

async function mayProvision(c: Context<ApiEnv>, next: Next): Promise<void> {
  const { token, person } = c.get('caller');
  if (!token.scopes.includes('people:provision') || !may(person.role, 'link-identities'))
    throw new ScimError(403, 'This takes a token of an admin with the scope people:provision.');
  await next();
}

function tooLarge(): never {
  throw new ScimError(413, 'The body is larger than 1 MB.');
}

function sendFault(c: Context, { log, newId }: ApiDeps, err: Error): Response {
  const faultId = newId();
  log.error({ faultId, err, method: c.req.method, path: c.req.path }, 'SCIM request failed');
  return sendScimError(
    c,
    new ScimError(
      500,
      `Something went wrong here. Whoever runs Largesse finds why in the log, by ${faultId}.`,
    ),
  );
}
