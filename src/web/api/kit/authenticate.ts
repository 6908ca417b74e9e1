import type { MiddlewareHandler } from 'hono';
import { comingFrom } from '#src/ports/way-in.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import type { ApiDeps, ApiEnv } from '../api-deps.ts';
import { sendProblem } from './problem.ts';
import { apiProblemOf } from './api-problem-of.ts';

/**
 * Gives every route its caller, by the token alone: cookies count for nothing here, so no foreign page can act in anybody's name.
 * Counts the call, and says how many are left. `kind`: what the record calls the way in.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function authenticate(deps: ApiDeps, kind: 'api' | 'scim' = 'api'): MiddlewareHandler<ApiEnv> {
  const findAddress = createFindAddress(deps.trustedProxies);
  return async (c, next) => {
    const text = bearerOf(c.req.header('authorization'));
    const found = text === undefined ? undefined : await deps.app.session.findToken(text);
    if (!found) {
      c.header('www-authenticate', 'Bearer realm="largesse"');
      return sendProblem(c, apiProblemOf(deps.words, { kind: 'unauthorized' }));
    }
    const { limit, left, resetMs, isOver } = found.calls;
    const seconds = Math.max(1, Math.ceil(resetMs / 1000));
    c.header('ratelimit-policy', `"token";q=${limit.most};w=${limit.windowMs / 1000}`);
    c.header('ratelimit', `"token";r=${left};t=${seconds}`);
    if (isOver) {
      c.header('retry-after', String(seconds));
      return sendProblem(c, apiProblemOf(deps.words, { kind: 'too-many-calls' }));
    }
    c.set('caller', { ...found, origin: originOf(c, findAddress) });
    await comingFrom(`${kind}:${found.token.id}`, next);
    return undefined;
  };
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +([\w.-]{1,200})$/iu.exec(header ?? '')?.[1];
}
