import { DAY_MS } from '#src/domain/kit/time.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { openSite } from '#test/web/site/open-site.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export type Resource = Record<string, unknown> & { id: string; Resources: Resource[]; totalResults: number };

/** A company and its directory, which calls it with Zoe's token. */
export async function openDirectory(db: Db) {
  const site = await openSite(db);
  const { core, company, web } = site;
  const token = await makeToken('zoe');
  return { ...site, call, callWith, makeToken, create, patch, findUser, group, departmentOf, personNamed };

  async function makeToken(userId: string, scopes = ['people:provision'] as const) {
    const { id: personId, organizationId } = await company.person(userId);
    const expiresAt = new Date(core.clock.now().getTime() + DAY_MS);
    const about = { organizationId, personId, makerId: null, name: 'Okta' };
    const made = await core.app.session.makeToken({ ...about, scopes, expiresAt });
    if (!made.ok) throw new Error(made.refusal.kind);
    return made.value.text.reveal();
  }

  function call(method: string, path: string, body?: unknown) {
    return callWith(token, method, path, body);
  }

  async function callWith(bearer: string, method: string, path: string, body?: unknown) {
    const response = await web.request(`/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type');
    return { status: response.status, type, body: (text === '' ? {} : JSON.parse(text)) as Resource };
  }

  /** Brings somebody, as Okta does. */
  async function create(userName: string, more: object = {}): Promise<Resource> {
    const name = { givenName: 'Nora', familyName: 'Field' };
    const user = { schemas: [USER], userName, name, active: true, groups: [], password: 'ignored', ...more };
    const { status, body } = await call('POST', '/Users', user);
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  }

  function patch(path: string, ...Operations: object[]) {
    return call('PATCH', path, { schemas: [PATCH], Operations });
  }

  async function findUser(userName: string): Promise<Resource | undefined> {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    return (await call('GET', `/Users?filter=${filter}`)).body.Resources[0];
  }

  async function group(displayName: string, memberIds: readonly string[]): Promise<Resource> {
    const members = memberIds.map((value) => ({ value }));
    return (await call('POST', '/Groups', { schemas: [GROUP], displayName, members })).body;
  }

  async function departmentOf(id: string): Promise<unknown> {
    const { body } = await call('GET', `/Users/${id}`);
    return (body[ENTERPRISE] as Record<string, unknown>).department;
  }

  async function personNamed(name: string) {
    const { id: organizationId } = company.organization;
    const people = await core.app.queries.people.list({ organizationId, operator: 'a test' });
    return people.find((one) => one.name === name);
  }
}
