import type { Context, MiddlewareHandler } from 'hono';
import type { SignedIn } from '#src/app.ts';
import type { SiteDeps, SiteEnv } from '../site-deps.ts';
import { readCookie } from './cookies.ts';
import { backOf } from './back-of.ts';
import { countPageNeeds } from '../frame/count-page-needs.ts';
import { factorPath } from './factor-path.ts';

/** Who reads the page, if they are signed in. */
export async function findReader({ app }: Pick<SiteDeps, 'app'>, c: Context): Promise<SignedIn | undefined> {
  const token = readCookie(c, 'session');
  return token === undefined ? undefined : app.session.find(token);
}

/**
 * Gives a page its reader. Whoever is not signed in is sent to the sign-in, and who is asked for a second factor, or has to set one up,
 * to that: from there back to where they were.
 */
export function signedIn(
  deps: Pick<SiteDeps, 'app' | 'clock' | 'organization' | 'setup'>,
): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const reader = await findReader(deps, c);
    if (!reader) return c.redirect(signInPath(c), 303);
    const gate = await deps.app.session.findFactorGate({ ...reader, purpose: 'look' });
    if (gate !== 'open') return c.redirect(factorPath(gate, backOf(c)), 303);
    c.set('signedIn', { ...reader, needs: await countPageNeeds(deps, reader.person) });
    await next();
    return undefined;
  };
}

/** The same for the pages where a second factor is given and set up: they are there without one. */
export function signedInAtFirst(deps: Pick<SiteDeps, 'app'>): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const reader = await findReader(deps, c);
    if (!reader) return c.redirect(signInPath(c), 303);
    c.set('signedIn', reader);
    await next();
    return undefined;
  };
}

function signInPath(c: Context): string {
  const back = backOf(c);
  return back === undefined ? '/sign-in' : `/sign-in?back=${encodeURIComponent(back)}`;
}
