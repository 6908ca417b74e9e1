import { Hono } from 'hono';
import { z } from 'zod';
import { READERS } from '#src/domain/report/month-report.ts';
import { WEEK_READERS } from '#src/domain/report/week-report.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { NewsPage } from './page.tsx';

/** A box that is not ticked does not come at all. */
const box = z.literal('yes').optional();
const Chosen = z.object({ month: box, week: box, prefers: z.enum(['chat', 'email']) });

/** What somebody is told, and where: they say it themselves. */
export function newsRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.get('/', async (c) => {
    const reader = c.get('signedIn');
    const unwanted = await app.queries.message.listUnwantedNews(reader.person, reader.person.id);
    const shown = { words, organization, reader, unwanted, isSaved: c.req.query('said') === 'saved' };
    return show(c, <NewsPage {...shown} />);
  });
  routes.post('/', async (c) => {
    const { person } = c.get('signedIn');
    const { month, week, prefers } = await readForm(c, Chosen);
    if (READERS.includes(person.role))
      await app.message.chooseNews({ person, kind: 'report.month', isWanted: month === 'yes' });
    if (WEEK_READERS.includes(person.role))
      await app.message.chooseNews({ person, kind: 'report.week', isWanted: week === 'yes' });
    await app.people.setDeliveryPreference(person, prefers);
    return c.redirect('/news?said=saved', 303);
  });
  return routes;
}
