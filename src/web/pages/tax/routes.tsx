import { type Context, Hono } from 'hono';
import { FILE_FORMATS } from '#src/domain/kit/file-format.ts';
import { must } from '#src/domain/kit/must.ts';
import { mayAct, scopeOf } from '#src/domain/people/access.ts';
import { allTaxMaps, isCalled, unfilledColumn } from '#src/domain/report/tax-map.ts';
import { us1099Rows } from '#src/domain/report/tax-report.ts';
import { listPayPeriods } from '#src/domain/report/tax-setting.ts';
import { sendTable } from '../../export/send-table.ts';
import { show } from '../../frame/show.tsx';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { todayOf } from '../spend/routes.tsx';
import { dayText } from '#src/chat/cards/spend-texts.ts';
import { isPossible } from '../spend/query.ts';
import { mapRoutes, settingRoutes } from './change-routes.tsx';
import { TaxPage } from './page.tsx';
import { readTaxQuery, type TaxQuery } from './query.ts';
import { canadaFile, payrollFile, taxLinesFile, us1099File } from '../../export/tax-files.ts';

/** As many pay periods as there are weeks in a year. */
const PERIODS = 53;

/**
 * How gifts are taxed. HR reads it as it reads everybody's spend, whose gifts are what it adds up; finance and admins say how gifts count,
 * which takes a fresh second factor.
 */
export function taxRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { words, log } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.use(onlyWith(deps, (person) => scopeOf(person, 'spend').isAll));

  routes.get('/', (c) => showTax(deps, c));
  for (const format of FILE_FORMATS) {
    const sent = { format, locale: words.locale, log };
    routes.get(`/lines.${format}`, async (c) => {
      const { report } = await findReport(deps, c);
      return sendTable(c, taxLinesFile(words, report), sent);
    });
    routes.get(`/payroll.${format}`, async (c) => {
      const { report } = await findReport(deps, c);
      const maps = await listMaps(deps, c);
      const map = maps.find((one) => isCalled(one, c.req.query('map') ?? 'Plain'));
      if (!map || unfilledColumn(map) !== undefined) return c.redirect('/tax?said=unfilled', 303);
      return sendTable(c, payrollFile(words, map, report), sent);
    });
    routes.get(`/canada.${format}`, async (c) => {
      const { report } = await findReport(deps, c);
      return sendTable(c, canadaFile(words, report), sent);
    });
    routes.get(`/1099.${format}`, async (c) => {
      const query = await readQuery(deps, c);
      const report = await findYear(deps, c, query);
      return sendTable(c, us1099File(words, query.year, us1099Rows(report)), sent);
    });
  }

  routes.use(
    '/*',
    onlyWith(deps, (person) => mayAct(person, 'set-tax')),
  );
  routes.use('/settings', requireStepUp(deps, '/tax/settings'));
  routes.use('/maps', requireStepUp(deps, '/tax'));
  routes.use('/maps/*', requireStepUp(deps, '/tax'));
  settingRoutes(routes, deps);
  mapRoutes(routes, deps);
  return routes;
}

async function showTax(deps: SiteDeps, c: Context<SiteEnv>): Promise<Response> {
  const { words, organization, app } = deps;
  const reader = c.get('signedIn');
  const today = todayOf(deps);
  const settings = await app.queries.report.taxSettings(reader.person);
  const { query, report } = await findReport(deps, c);
  const props = {
    words,
    organization,
    reader,
    query,
    today,
    report,
    year: await findYear(deps, c, query),
    periods: listPayPeriods(settings, today, PERIODS),
    maps: await listMaps(deps, c),
    maySet: mayAct(reader.person, 'set-tax'),
    said: saidText(deps, c),
  };
  return show(c, <TaxPage {...props} />);
}

/** What was done before, as the address says it. */
function saidText({ words }: SiteDeps, c: Context<SiteEnv>): string | undefined {
  const { said, since = '' } = c.req.query();
  switch (said) {
    case 'set':
      return isPossible(since) ? words.say('web.tax.saidSet', { day: dayText(words, since) }) : undefined;
    case 'map':
      return words.say('web.tax.saidMap');
    case 'removed':
      return words.say('web.tax.saidRemoved');
    case 'unfilled':
      return words.say('web.tax.unfilled');
    default:
      return undefined;
  }
}

async function readQuery(deps: SiteDeps, c: Context<SiteEnv>): Promise<TaxQuery> {
  const settings = await deps.app.queries.report.taxSettings(c.get('signedIn').person);
  return readTaxQuery(c.req.query(), { today: todayOf(deps), settings });
}

async function findReport(deps: SiteDeps, c: Context<SiteEnv>) {
  const query = await readQuery(deps, c);
  const report = await deps.app.queries.report.tax(c.get('signedIn').person, query.days);
  return { query, report: must(report, 'tax report for who sees all spend') };
}

/** The guests of the query’s calendar year, as far as it has come by the day that the page is about. */
async function findYear({ app }: SiteDeps, c: Context<SiteEnv>, { year, at }: TaxQuery) {
  const last = `${year}-12-31`;
  const isBegun = at >= `${year}-01-01`;
  const days = { from: `${year}-01-01`, to: isBegun && at < last ? at : last };
  const report = await app.queries.report.tax(c.get('signedIn').person, days, 'guest');
  return must(report, 'tax report for who sees all spend');
}

async function listMaps({ app }: SiteDeps, c: Context<SiteEnv>) {
  return allTaxMaps(await app.queries.report.taxMaps(c.get('signedIn').person));
}
