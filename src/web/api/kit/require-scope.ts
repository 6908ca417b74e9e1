import type { MiddlewareHandler } from 'hono';
import type { ApiScope } from '#src/domain/session/api-token.ts';
import type { ApiEnv } from '../api-deps.ts';
import { makeProblem, sendProblem } from './problem.ts';

/** Stands before a route: a token is for what its scopes say, whatever its person may do. */
export function requireScope(scope: ApiScope | undefined): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { scopes } = c.get('caller').token;
    if (scope !== undefined && !scopes.includes(scope)) {
      const detail = `This token is not for that: it lacks the scope ${scope}. Ask an admin for one that has it.`;
      return sendProblem(c, makeProblem('scope-missing', { status: 403, detail }));
    }
    await next();
    return undefined;
  };
}
