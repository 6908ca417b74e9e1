import { Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { LINK_MS } from '#src/domain/session/sign-in.ts';
import { homeOf } from '../../frame/home-of.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { clearCookie, writeCookie } from '../../sign-in/cookies.ts';
import { localPath } from '../../sign-in/local-path.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { findReader } from '../../sign-in/signed-in.ts';
import { linkRoutes } from './link-routes.tsx';
import { oidcRoutes } from './oidc-routes.tsx';
import { MailSentPage, SAID, type Said, SignInPage, withBack } from './page.tsx';

/** An empty address is answered beside its field. */
const Asked = z.object({
  email: z.string().trim().max(300).catch(''),
  back: z.string().max(500).optional().catch(undefined),
});

/** The ways in. */
export function signInRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization, hasMail, oidc } = deps;
  const findAddress = createFindAddress(deps.trustedProxies);
  const shown = { words, organization, hasMail, hasOidc: oidc !== undefined };
  const routes = new Hono<SiteEnv>();

  routes.get('/', async (c) => {
    const back = localPath(c.req.query('back'));
    const reader = await findReader(deps, c);
    if (reader) return c.redirect(back ?? homeOf(reader.person.role), 303);
    return show(c, <SignInPage {...shown} back={back} said={saidOf(c.req.query('said'))} />);
  });
  routes.get('/sent', (c) =>
    show(c, <MailSentPage words={words} organization={organization} back={localPath(c.req.query('back'))} />),
  );
  routes.post('/mail', async (c) => {
    const asking = await readForm(c, Asked);
    const back = localPath(asking.back);
    const { email } = asking;
    if (!hasMail || !isAddress(email)) {
      const error = words.say('web.signIn.noEmail');
      return show(c, <SignInPage {...shown} back={back} typed={email} error={error} />, 400);
    }
    const { address } = originOf(c, findAddress);
    const asked = await app.session.askForMail({ organizationId: organization.id, email, address });
    if (!asked.ok) {
      const error = refusalText(words, asked.refusal);
      return show(c, <SignInPage {...shown} back={back} typed={email} error={error} />, 429);
    }
    writeCookie(c, 'asked', asked.value.browser, LINK_MS);
    return c.redirect(withBack('/sign-in/sent', back), 303);
  });
  linkRoutes(routes, deps);
  if (oidc) oidcRoutes(routes, { ...deps, oidc });
  return routes;
}

/** The way out. */
export function signOutRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>();
  routes.post('/', async (c) => {
    const reader = await findReader(deps, c);
    if (reader) {
      const { organizationId, id: personId } = reader.person;
      await deps.app.session.end({
        organizationId,
        personId,
        actorId: personId,
        onlyId: reader.session.id,
      });
    }
    clearCookie(c, 'session');
    return c.redirect('/sign-in?said=out', 303);
  });
  return routes;
}

function saidOf(text: string | undefined): Said | undefined {
  return text !== undefined && Object.hasOwn(SAID, text) ? (text as Said) : undefined;
}
