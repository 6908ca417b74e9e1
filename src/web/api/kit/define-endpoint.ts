import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiScope } from '#src/domain/session/api-token.ts';
import type { ApiDeps, ApiEnv, ApiCaller } from '../api-deps.ts';
import { answerOnce } from './answer-once.ts';
import { ProblemSchema, sendProblem } from './problem.ts';
import { type ApiRefusal, apiProblemOf } from './api-problem-of.ts';
import { requireScope } from './require-scope.ts';

const NoFields = z.strictObject({});

/** What a program asked for, read and checked. `key`: its own one for a write, empty for a read. */
export type ApiCall<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  caller: ApiCaller;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  key: string;
};

/** What is answered, or why it is refused. */
export type ApiOutcome<T> = { ok: true; value: T } | { ok: false; refusal: ApiRefusal };

type Definition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = {
  /** What the document calls it; clients name their functions so. */
  name: string;
  method: 'get' | 'post' | 'put';
  path: string;
  tag: string;
  /** What the token must be for; undefined: any token will do. */
  scope: ApiScope | undefined;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  answer: A;
  /** 200 when left out. */
  status?: 201 | 202;
  /** Runs again when an earlier try was lost: it must be harmless to do twice. */
  run: (deps: ApiDeps, call: ApiCall<P, Q, B>) => Promise<ApiOutcome<z.input<A>>>;
};

/** One thing that the API does, ready to be mounted. */
export type Endpoint = {
  method: string;
  path: string;
  mount: (routes: OpenAPIHono<ApiEnv>, deps: ApiDeps) => void;
};

const KeyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/u, 'has to be 1 to 255 visible characters of ASCII')
    .openapi({ description: 'Your own id for this request. Whoever repeats it gets the first answer.' }),
});

/**
 * Defines one thing that the API does: how it is asked for, what it answers, and the use case or query behind it. Writes are done once
 * for each key of their caller.
 */
export function defineEndpoint<
  A extends z.ZodType,
  P extends z.ZodType = typeof NoFields,
  Q extends z.ZodType = typeof NoFields,
  B extends z.ZodType = typeof NoFields,
>(definition: Definition<P, Q, B, A>): Endpoint {
  const { method, path, run, status = 200 } = definition;
  const isWrite = method !== 'get';
  return {
    method,
    path,
    mount(routes, deps) {
      routes.openapi(routeOf(definition), (async (c: Context<ApiEnv>) => {
        const call = readCall<P, Q, B>(c, isWrite);
        const answer = isWrite ? await answerOnce(deps, { c, call, work }) : await work();
        return answer.problem ? sendProblem(c, answer.problem) : c.json(answer.body, answer.status);

        async function work() {
          return answerOf(deps, await run(deps, call), status);
        }
      }) as never);
    },
  };
}

function readCall<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  c: Context<ApiEnv>,
  isWrite: boolean,
): ApiCall<P, Q, B> {
  const { valid } = c.req as unknown as { valid: (target: string) => unknown };
  const read = valid.bind(c.req);
  const key = isWrite ? (read('header') as z.output<typeof KeyHeader>)['idempotency-key'] : '';
  return {
    caller: c.get('caller'),
    params: (read('param') ?? {}) as z.output<P>,
    query: (read('query') ?? {}) as z.output<Q>,
    body: (read('json') ?? {}) as z.output<B>,
    key,
  };
}

function answerOf<T>(deps: Pick<ApiDeps, 'words'>, outcome: ApiOutcome<T>, status: ContentfulStatusCode) {
  if (outcome.ok) return { status, body: outcome.value as object, problem: undefined };
  const problem = apiProblemOf(deps.words, outcome.refusal);
  const { until } = outcome.refusal as { until?: string };
  return { status: problem.status as ContentfulStatusCode, body: problem, problem, until };
}

const READ_PROBLEMS = [400, 401, 403, 404, 429, 500, 503];
const WRITE_PROBLEMS = [...READ_PROBLEMS, 409, 413, 415, 422];

function routeOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  definition: Definition<P, Q, B, A>,
) {
  const {
    name,
    method,
    path,
    tag,
    scope,
    summary,
    description,
    params,
    body,
    answer,
    status = 200,
  } = definition;
  const isWrite = method !== 'get';
  const needs = scope === undefined ? 'Any token will do.' : `Needs the scope \`${scope}\`.`;
  const problems = (isWrite ? WRITE_PROBLEMS : READ_PROBLEMS).map((code) => [code, PROBLEM_ANSWER]);
  return createRoute({
    operationId: name,
    method,
    path,
    tags: [tag],
    summary,
    description: [description, needs].filter(Boolean).join('\n\n'),
    security: [{ token: [] }],
    middleware: [requireScope(scope)],
    request: {
      ...(params && { params: params as never }),
      // What nobody knows is refused, not ignored.
      query: (definition.query ?? NoFields) as never,
      ...(isWrite && { headers: KeyHeader }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body as never } } } }),
    },
    responses: {
      [status]: { description: 'Done', content: { 'application/json': { schema: answer } } },
      ...Object.fromEntries(problems),
    },
  });
}

const PROBLEM_ANSWER = {
  description: 'It was not done; the body says why.',
  content: { 'application/problem+json': { schema: ProblemSchema } },
};
