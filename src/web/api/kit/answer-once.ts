import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiDeps, ApiEnv, ApiCaller } from '../api-deps.ts';
import { type ApiProblem, problemTypeOf } from './problem.ts';
import { apiProblemOf } from './api-problem-of.ts';

/** An answer, and the same as a problem when it is one. `until`: when to ask again, where that is known. */
export type ApiReply = {
  status: ContentfulStatusCode;
  body: object;
  problem: ApiProblem | undefined;
  until?: string | undefined;
};

type Once = {
  c: Context<ApiEnv>;
  call: { caller: ApiCaller; key: string; body: unknown };
  work: () => Promise<ApiReply>;
};

/** Another time, these may be answered otherwise: a right, a limit, what is not there yet. */
const NOT_KEPT: readonly number[] = [401, 403, 404, 429, 503];
/** And these, which are over in a moment. */
const WAITS: readonly string[] = [problemTypeOf('checkout-waits'), problemTypeOf('reward-waits')];

function isToBeKept({ status, problem }: ApiReply): boolean {
  return !NOT_KEPT.includes(status) && !(problem && WAITS.includes(problem.type));
}

/**
 * Does a write once for each key of its caller: a repeat gets the first answer. While the first one runs, a second is refused, and so
 * is the same key for anything else. A fault is no answer: whoever asks again has it done.
 */
export async function answerOnce(deps: ApiDeps, { c, call, work }: Once): Promise<ApiReply> {
  const { app, words } = deps;
  const { organizationId, id: tokenId } = call.caller.token;
  const key = { organizationId, tokenId, key: call.key };
  const asked = JSON.stringify([c.req.method, c.req.path, call.body]);
  const begun = await app.session.beginApiRequest({ ...key, asked });
  switch (begun.state) {
    case 'answered':
      c.header('idempotency-replayed', 'true');
      return keptAnswer(begun.answer);
    case 'differs':
      return refusedAnswer(apiProblemOf(words, { kind: 'key-reused' }));
    case 'running':
      c.header('retry-after', '1');
      return refusedAnswer(apiProblemOf(words, { kind: 'key-running' }));
    case 'begun':
      return doNow();
  }

  async function doNow(): Promise<ApiReply> {
    let answer: ApiReply | undefined;
    try {
      answer = await work();
      // A budget has an end as well, but nobody is to wait for that.
      if (answer.status === 429 && answer.until !== undefined)
        c.header('retry-after', String(secondsUntil(answer.until)));
      return answer;
    } finally {
      const isKept = answer !== undefined && isToBeKept(answer);
      const { status = 500, body = {} } = answer ?? {};
      await app.session.keepApiAnswer(key, isKept ? { status, body } : undefined);
    }
  }

  function secondsUntil(until: string): number {
    return Math.max(1, Math.ceil((new Date(until).getTime() - deps.clock.now().getTime()) / 1000));
  }
}

function keptAnswer({ status, body }: { status: number; body: object }): ApiReply {
  const problem = status >= 400 ? (body as ApiProblem) : undefined;
  return { status: status as ContentfulStatusCode, body, problem };
}

function refusedAnswer(problem: ApiProblem): ApiReply {
  return { status: problem.status as ContentfulStatusCode, body: problem, problem };
}
