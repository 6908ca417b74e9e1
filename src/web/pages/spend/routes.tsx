import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { FILE_FORMATS } from '#src/domain/kit/file-format.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { scopeOf } from '#src/domain/people/access.ts';
import { mayGetSpend, seesSpend } from '#src/domain/report/spend-mailing.ts';
import { SPEND_DIMENSIONS } from '#src/domain/kit/spend-dimension.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { BudgetOver } from '#src/app.ts';
import { sendTable } from '../../export/send-table.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { budgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';
import { drawSpend } from './draw-spend.ts';
import { GiftsPage } from './gifts-page.tsx';
import { SpendPage } from './page.tsx';
import {
  giftFilterOf,
  type GiftsQuery,
  PAGE_ROWS,
  readGiftsQuery,
  readSpendQuery,
  spendFilterOf,
  type SpendQuery,
} from './query.ts';
import { giftsFile } from './gifts-file.ts';
import { spendFile } from '../../export/spend-file.ts';

const Monthly = z.object({
  by: z.enum(SPEND_DIMENSIONS),
  format: z.enum(FILE_FORMATS),
  wanted: z.enum(['yes', 'no']),
});

/** What was spent, for whoever may see it of their department or of all; the gifts behind it; and both as files. */
export function spendRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.use(onlyWith(deps, seesSpend));

  routes.get('/', async (c) => {
    const { person } = c.get('signedIn');
    const query = readSpendQuery(c.req.query(), todayOf(deps));
    const [spend, budgets, departments, mailings] = await Promise.all([
      app.queries.report.spendBy(person, spendFilterOf(query)),
      budgetsFor(deps, person, query),
      app.queries.people.listDepartments(person),
      app.queries.report.mailings(person),
    ]);
    const { isAll } = scopeOf(person, 'spend');
    const own = departments.find(({ id }) => id === person.departmentId);
    return show(
      c,
      <SpendPage
        {...shownTo(deps, c)}
        query={query}
        spend={spend}
        budgets={budgetsOfRows(budgets, spend)}
        mailing={mailings.find(({ personId }) => personId === person.id)}
        isSaved={c.req.query('said') === 'monthly'}
        charts={await drawSpend(words, query, spend)}
        departments={isAll ? departments : []}
        only={isAll ? undefined : own?.name}
      />,
    );
  });

  routes.get('/gifts', async (c) => {
    const { person } = c.get('signedIn');
    const query = readGiftsQuery(c.req.query(), todayOf(deps));
    const found = await app.queries.gift.listBehind(person, { ...giftFilterOf(query), limit: PAGE_ROWS + 1 });
    const gifts = found.slice(0, PAGE_ROWS);
    const last = gifts.at(-1);
    const next = found.length > gifts.length && last ? `${last.at.getTime()}.${last.giftId}` : undefined;
    return show(
      c,
      <GiftsPage
        {...shownTo(deps, c)}
        query={query}
        gifts={gifts}
        next={next}
        of={await membersOf(deps, c, query)}
        isPart={!scopeOf(person, 'gift').isAll}
      />,
    );
  });

  routes.post('/monthly', onlyWith(deps, mayGetSpend), async (c) => {
    const { person } = c.get('signedIn');
    const { by, format, wanted } = await readForm(c, Monthly);
    const mailing = wanted === 'yes' ? { by, format } : undefined;
    const said = await app.report.setSpendMailing({ actor: person, personId: person.id, mailing });
    if (!said.ok) throw new HTTPException(403, { message: said.refusal.kind });
    return c.redirect(`/spend?by=${by}&said=monthly#monthly`, 303);
  });

  addFiles(routes, deps);
  return routes;
}

/** What the pages show, as files. */
function addFiles(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app, words } = deps;
  for (const format of FILE_FORMATS) {
    routes.get(`/export.${format}`, async (c) => {
      const query = readSpendQuery(c.req.query(), todayOf(deps));
      const { person } = c.get('signedIn');
      const spend = await app.queries.report.spendBy(person, spendFilterOf(query, { isWhole: true }));
      const budgets = budgetsOfRows(await budgetsFor(deps, person, query), spend);
      return sendTable(c, spendFile(words, query, { spend, budgets }), {
        format,
        locale: words.locale,
        log: deps.log,
      });
    });
    routes.get(`/gifts.${format}`, (c) => {
      const query = readGiftsQuery(c.req.query(), todayOf(deps));
      const filter = { ...giftFilterOf(query), before: undefined };
      const rows = app.queries.gift.readBehind(c.get('signedIn').person, filter);
      return sendTable(c, giftsFile(words, query, rows), { format, locale: words.locale, log: deps.log });
    });
  }
}

/** Only departments have budgets. */
async function budgetsFor(
  { app }: SiteDeps,
  person: Person,
  { by, days }: SpendQuery,
): Promise<BudgetOver[]> {
  return by === 'department' ? app.queries.report.budgetsOver(person, days) : [];
}

/** Today, where the organization is. */
export function todayOf({ clock, organization }: Pick<SiteDeps, 'clock' | 'organization'>): string {
  return dayOf(clock.now(), organization.timeZone);
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}

/** Of whom or what the gifts are, by name, as far as the reader may know them. */
async function membersOf(
  { app, words }: SiteDeps,
  c: Context<SiteEnv>,
  { department, giver, recipient, region, occasion, currency }: GiftsQuery,
): Promise<string[]> {
  const { person } = c.get('signedIn');
  const departments = department === undefined ? [] : await app.queries.people.listDepartments(person);
  const of = departments.find(({ id }) => id === department);
  const people = [
    giver === undefined ? undefined : await app.queries.people.find(person, giver),
    recipient === undefined ? undefined : await app.queries.people.find(person, recipient),
  ];
  return [
    of?.name,
    people[0] && words.say('web.spend.fromGiver', { giver: people[0].name }),
    people[1] && words.say('web.spend.toRecipient', { recipient: people[1].name }),
    region === undefined ? undefined : region || words.say('web.spend.noRegion'),
    occasion === undefined ? undefined : occasion || words.say('web.spend.noOccasion'),
    currency,
  ].filter((one) => one !== undefined);
}
