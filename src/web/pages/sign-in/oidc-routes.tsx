import type { Hono } from 'hono';
import { LINK_MS } from '#src/domain/session/sign-in.ts';
import { homeOfSession } from '../../frame/home-of.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { baseUrl } from '../../sign-in/base-url.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { clearCookie, readCookie, writeCookie } from '../../sign-in/cookies.ts';
import { keepSession } from '../../sign-in/keep-session.ts';
import { localPath } from '../../sign-in/local-path.ts';
import type { OidcClient } from '../../sign-in/oidc-client.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { NoSignInPage } from './page.tsx';

const CALLBACK = '/sign-in/oidc/callback';

/**
 * Signing in at the company's identity provider. It starts with a link, not a form: browsers refuse to follow a form to another
 * site. The address to come back to is ours as people's browsers see it, whatever a proxy calls us.
 */
export function oidcRoutes(routes: Hono<SiteEnv>, deps: SiteDeps & { oidc: OidcClient }): void {
  const { app, words, organization, oidc, log, publicUrl } = deps;
  const shown = { words, organization };
  const findAddress = createFindAddress(deps.trustedProxies);

  routes.get('/oidc', async (c) => {
    try {
      const { url, ...expected } = await oidc.start(`${baseUrl(c, publicUrl)}${CALLBACK}`);
      const back = localPath(c.req.query('back')) ?? null;
      const browser = await app.session.beginOidc({ organizationId: organization.id, ...expected, back });
      writeCookie(c, 'oidc', browser, LINK_MS);
      return c.redirect(url, 303);
    } catch (err) {
      log.error(
        { err },
        'The identity provider cannot be asked: check OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET',
      );
      return show(c, <NoSignInPage {...shown} why="oidc-failed" />, 503);
    }
  });

  routes.get('/oidc/callback', async (c) => {
    const browser = readCookie(c, 'oidc');
    clearCookie(c, 'oidc');
    const attempt = browser === undefined ? undefined : await app.session.takeOidc(browser);
    if (!attempt) return show(c, <NoSignInPage {...shown} why="old" />, 410);
    const returned = new URL(`${baseUrl(c, publicUrl)}${CALLBACK}${new URL(c.req.url).search}`);
    const identity = await oidc.finish(returned, attempt).catch((err: unknown) => {
      log.warn({ err }, 'A sign-in at the identity provider failed');
      return undefined;
    });
    if (!identity) return show(c, <NoSignInPage {...shown} why="oidc-failed" />, 403);
    const signedIn = await app.session.signInByOidc({
      organizationId: organization.id,
      ...identity,
      origin: originOf(c, findAddress),
      held: readCookie(c, 'session'),
    });
    if (!signedIn.ok) return show(c, <NoSignInPage {...shown} why="stranger" />, 403);
    keepSession(c, signedIn.value);
    return c.redirect(attempt.back ?? (await homeOfSession(deps, signedIn.value.token)), 303);
  });
}
