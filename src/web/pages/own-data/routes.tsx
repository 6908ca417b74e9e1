import { Hono } from 'hono';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { must } from '#src/domain/kit/must.ts';
import { sendPersonExport } from '../../export/send-person-export.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { OwnDataPage } from './page.tsx';

/** What is stored about whoever is signed in: everybody takes their own, a few times a day, and that is on record. */
export function ownDataRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization, clock } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.get('/', (c) =>
    show(c, <OwnDataPage words={words} organization={organization} reader={c.get('signedIn')} />),
  );
  routes.post('/', async (c) => {
    const reader = c.get('signedIn');
    const { person } = reader;
    const taken = await app.people.takeOwnData(person);
    if (!taken.ok) {
      const problem = refusalText(words, taken.refusal);
      return show(c, <OwnDataPage {...{ words, organization, reader, problem }} />, 429);
    }
    const found = await app.queries.people.exportOwn(person, { personId: person.id, now: clock.now() });
    return sendPersonExport(c, must(found, 'what is stored about whoever is signed in'));
  });
  return routes;
}
