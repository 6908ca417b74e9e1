import type { MiddlewareHandler } from 'hono';
import type { SiteDeps, SiteEnv } from '../site-deps.ts';
import { backOf } from './back-of.ts';
import { factorPath } from './factor-path.ts';

/**
 * Stands behind `signedIn`, before what only somebody may do who gave a second factor in the last quarter of an hour: changes of money
 * settings, rights and security, and amounts that ask for it. Who has none sets one up first.
 *
 * @param back where they go on: what was posted cannot be repeated, so a page with a form names its own path.
 */
export function requireStepUp({ app }: Pick<SiteDeps, 'app'>, back?: string): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const gate = await app.session.findFactorGate({ ...c.get('signedIn'), purpose: 'step-up' });
    if (gate !== 'open') return c.redirect(factorPath(gate, back ?? backOf(c)), 303);
    await next();
    return undefined;
  };
}
