import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { API_SCOPES, type ApiScope } from '#src/domain/session/api-token.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { SiteDeps } from '#src/web/site-deps.ts';
import { addShop, valueOf } from '#test/helpers/checkouts.ts';
import { ownGoods } from '#test/helpers/stock.ts';
import { personRow } from '#test/helpers/company.ts';
import { openSite } from '#test/web/site/open-site.ts';

export type ApiDocument = {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, unknown> }> }>>;
};

/** A company whose web pages and API are open: beside the others, Ada approves in Engineering and Finn is in finance. */
export async function openApi(db: Db, overrides: Partial<SiteDeps> = {}, deps: Partial<Deps> = {}) {
  const site = await openSite(db, overrides, deps);
  const { core, company, web } = site;
  await core.app.people.import(company.organization, [
    personRow('Ada Stone', 'Engineering', 'approver'),
    personRow('Finn Adeyemi', 'People', 'finance'),
  ]);
  const { id: organizationId, currency } = company.organization;
  await core.app.budget.setRules({
    scope: { organizationId, departmentId: null, currency },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n },
    actorId: null,
  });
  const document = (await (await web.request('/openapi.json')).json()) as ApiDocument;
  const check = createCheck(document);
  const shop = await addShop(core, company);
  const { id: fulfillerId } = await company.person('priya');
  const fields = ownGoods({ prices: { USD: 1n }, fulfillerId });
  const mug = valueOf(
    await core.app.store.addItem({ actor: { organizationId, operator: 'a test' }, fields }),
  );
  return { ...site, shop, mug, document, makeToken, callAs, callWith, reserve };

  /** A token of somebody, as the operator makes it: all that programs can do, unless said otherwise. */
  async function makeToken(
    userId: string,
    { scopes = API_SCOPES, days = 30, marketplaceId }: TokenOptions = {},
  ) {
    const person = await company.person(userId);
    const made = await core.app.session.makeToken({
      organizationId,
      personId: person.id,
      makerId: null,
      name: 'a test',
      scopes,
      marketplaceId,
      expiresAt: new Date(core.clock.now().getTime() + days * DAY_MS),
    });
    if (!made.ok) throw new Error(`no token: ${made.refusal.kind}`);
    return { id: made.value.token.id, text: made.value.text.reveal() };
  }

  /** A program that holds a token of somebody. */
  async function callAs(userId: string, options?: TokenOptions): Promise<Caller> {
    return callWith((await makeToken(userId, options)).text);
  }

  /** Every answer is held against the document. */
  function callWith(token: string | undefined): Caller {
    return async (method, path, { body, key = randomUUID(), headers = {} } = {}) => {
      const isWrite = method !== 'GET';
      const response = await web.request(path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(isWrite && key !== null && { 'idempotency-key': key }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const answer = (await response.json()) as ApiBody;
      check({
        method,
        path,
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        answer,
      });
      return { status: response.status, headers: response.headers, body: answer };
    };
  }

  /** A gift above the threshold, which waits for Ada. */
  async function reserve(giver = 'morgan', recipient = 'alice', amount = '150') {
    const { id } = await company.ask(giver, recipient, amount);
    await core.app.recognition.issue([id]);
    const { rows } = await sql<{ id: string }>`
      select id from approval where organization_id = ${organizationId} and subject_id = ${id}`.execute(db);
    const approvalId = must(rows[0], 'approval').id;
    await core.app.approval.advance(approvalId);
    return { recognitionId: id, approvalId };
  }
}

export type Api = Awaited<ReturnType<typeof openApi>>;
type TokenOptions = { scopes?: readonly ApiScope[]; days?: number; marketplaceId?: string };

/** What came back. The document has confirmed its shape; these are what tests read. */
export type ApiBody = Record<string, unknown> & {
  id: string;
  items: Record<string, unknown>[];
  nextCursor: string | null;
  detail: string;
  errors: { pointer?: string; parameter?: string; detail: string }[];
};
export type Answered = { status: number; headers: Headers; body: ApiBody };

export type Caller = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  options?: { body?: unknown; key?: string | null; headers?: Record<string, string> },
) => Promise<Answered>;

type Seen = { method: string; path: string; status: number; type: string; answer: unknown };

/** Holds answers against the document: the status, the type and every field. */
function createCheck(document: ApiDocument): (seen: Seen) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'document');
  const known = new Map<string, ValidateFunction>();
  return ({ method, path, status, type, answer }) => {
    const asked = path.split('?', 1)[0] ?? '';
    const template = Object.keys(document.paths).find((one) => fits(one, asked));
    const operation = template && document.paths[template]?.[method.toLowerCase()];
    // What the document does not have is a problem all the same.
    const pointer =
      template === undefined || operation === undefined
        ? '/components/schemas/Problem'
        : `/paths/${escape(template)}/${method.toLowerCase()}/responses/${status}/content/${escape(type)}/schema`;
    if (operation && !operation.responses[status]?.content[type])
      throw new Error(`the document says nothing of ${status} ${type} for ${method} ${template}`);
    const validate = known.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    known.set(pointer, validate);
    if (!validate(answer)) throw new Error(`${method} ${path}: ${ajv.errorsText(validate.errors)}`);
  };
}

function fits(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{[^}]+\}/gu, '[^/]+')}$`, 'u').test(path);
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
