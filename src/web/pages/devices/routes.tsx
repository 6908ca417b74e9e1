import { Hono } from 'hono';
import type { SignedIn } from '#src/app.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { clearCookie } from '../../sign-in/cookies.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { DevicesPage } from './page.tsx';

/** Where somebody is signed in: they see it, and end it on one device, on all others or everywhere. */
export function devicesRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization, clock } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.get('/', async (c) => {
    const reader = c.get('signedIn');
    const sessions = await app.queries.session.list(reader.person, reader.person.id, clock.now());
    return show(
      c,
      <DevicesPage words={words} organization={organization} reader={reader} sessions={sessions} />,
    );
  });
  routes.post('/end-others', async (c) => {
    const reader = c.get('signedIn');
    await app.session.end({ ...ownedBy(reader), exceptId: reader.session.id });
    return c.redirect('/devices', 303);
  });
  routes.post('/end-all', async (c) => {
    await app.session.end(ownedBy(c.get('signedIn')));
    clearCookie(c, 'session');
    return c.redirect('/sign-in?said=out', 303);
  });
  routes.post('/:id/end', async (c) => {
    const reader = c.get('signedIn');
    const onlyId = c.req.param('id');
    if (isUuid(onlyId)) await app.session.end({ ...ownedBy(reader), onlyId });
    if (onlyId !== reader.session.id) return c.redirect('/devices', 303);
    clearCookie(c, 'session');
    return c.redirect('/sign-in?said=out', 303);
  });
  return routes;
}

function ownedBy({ person }: SignedIn) {
  return { organizationId: person.organizationId, personId: person.id, actorId: person.id };
}
