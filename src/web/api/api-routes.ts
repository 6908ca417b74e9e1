import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { ApiDeps, ApiEnv } from './api-deps.ts';
import { docsRoutes } from './docs/docs-routes.tsx';
import { ENDPOINTS } from './endpoints.ts';
import { authenticate } from './kit/authenticate.ts';
import { makeProblem, sendProblem } from './kit/problem.ts';
import { problemOfInput } from './kit/problem-of-input.ts';
import { type ApiRefusal, apiProblemOf } from './kit/api-problem-of.ts';

const MAX_BYTES = 64_000;

/**
 * The HTTP API for programs, version 1, and its document. Everything is asked and answered in JSON, refusals as RFC 9457 says.
 * It takes tokens only, no cookies, and no page of another site can read it.
 */
export function apiRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) =>
      result.success ? undefined : sendProblem(c, problemOfInput(result.target, result.error)),
  });
  api.route('/', docsRoutes());
  api.use(
    '/v1/*',
    noStore,
    authenticate(deps),
    bodyLimit({ maxSize: MAX_BYTES, onError: refuse('too-large') }),
  );
  for (const endpoint of ENDPOINTS) endpoint.mount(api, deps);
  api.get('/openapi.json', (c) => c.json(documentOf(api, deps)));
  api.all('/v1/*', refuse('not-found'));
  api.onError((err, c) => {
    if (!(err instanceof HTTPException)) return sendFault(c, deps, err);
    return refuse(err.status === 415 ? 'no-json' : 'unreadable')(c);
  });
  return api;

  function refuse(kind: Extract<ApiRefusal['kind'], 'too-large' | 'not-found' | 'no-json' | 'unreadable'>) {
    return (c: Context) => sendProblem(c, apiProblemOf(deps.words, { kind }));
  }
}

async function noStore(c: Context, next: () => Promise<void>): Promise<void> {
  c.header('cache-control', 'no-store');
  await next();
}

function sendFault(c: Context, { log, newId }: ApiDeps, err: Error): Response {
  const faultId = newId();
  log.error({ faultId, err, method: c.req.method, path: c.req.path }, 'API request failed');
  const detail = `Something went wrong here. Whoever runs Largesse finds why in the log, by ${faultId}. You may ask again.`;
  return sendProblem(c, makeProblem('fault', { status: 500, detail, faultId }));
}

/** The description of the API that tools and people read. */
function documentOf(api: OpenAPIHono<ApiEnv>, { publicUrl }: ApiDeps) {
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Largesse',
      version: '1',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      description:
        'Give, redeem and report by a program. Amounts are integers in the currency’s smallest unit. Every write needs an Idempotency-Key.',
    },
    servers: [{ url: publicUrl ?? '/' }],
  });
  const token = {
    type: 'http' as const,
    scheme: 'bearer',
    description: 'An API token, from the page “API tokens”.',
  };
  return { ...document, components: { ...document.components, securitySchemes: { token } } };
}
