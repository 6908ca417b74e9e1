import { type Context, Hono } from 'hono';
import { FILE_FORMATS } from '#src/domain/kit/file-format.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { scopeOf } from '#src/domain/people/access.ts';
import { sendTable } from '../../export/send-table.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { isPossible, readAskedDays } from '../spend/query.ts';
import { todayOf } from '../spend/routes.tsx';
import { liabilityFile, returnsFile } from './liability-files.ts';
import { LiabilityPage, type LiabilityQuery } from './page.tsx';

/** What the organization has promised and not paid out, for those who see everybody's spend. */
export function liabilityRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const { report } = app.queries;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.use(onlyWith(deps, (person) => scopeOf(person, 'spend').isAll));

  routes.get('/', async (c) => {
    const reader = c.get('signedIn');
    const { person } = reader;
    const query = readQuery(deps, c);
    const until = endOf(query.at);
    const [liabilities, stock, returns] = await Promise.all([
      report.liability(person, { until }),
      report.stockValue(person, { until }),
      report.returns(person, query.days),
    ]);
    const shown = { words, organization, reader, query };
    return show(c, <LiabilityPage {...shown} liabilities={liabilities} stock={stock} returns={returns} />);
  });

  for (const format of FILE_FORMATS) {
    routes.get(`/export.${format}`, async (c) => {
      const { at } = readQuery(deps, c);
      const rows = await report.liability(c.get('signedIn').person, { until: endOf(at) });
      return sendTable(c, liabilityFile(words, at, rows), { format, locale: words.locale, log: deps.log });
    });
    routes.get(`/returns.${format}`, async (c) => {
      const { days } = readQuery(deps, c);
      const rows = await report.returns(c.get('signedIn').person, days);
      return sendTable(c, returnsFile(words, days, rows), { format, locale: words.locale, log: deps.log });
    });
  }
  return routes;

  function endOf(day: string): Date {
    return dayStart(day, organization.timeZone, 1);
  }
}

/** The day of the books, which has begun, and the days of what came back. */
function readQuery(deps: SiteDeps, c: Context<SiteEnv>): LiabilityQuery {
  const today = todayOf(deps);
  const asked = c.req.query('at') ?? '';
  const isThere = isPossible(asked) && asked <= today;
  return {
    at: isThere ? asked : today,
    isMisread: asked !== '' && !isThere,
    days: readAskedDays(c.req.query(), today),
  };
}
