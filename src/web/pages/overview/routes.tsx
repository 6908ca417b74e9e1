import { type Context, Hono, type Next } from 'hono';
import { z } from 'zod';
import type { SignedIn } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { dayOf, dayStart, periodOf } from '#src/domain/kit/period.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { deedsOf, may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { PlainKey } from '#src/words/words.ts';
import { keepNeeds } from '../../frame/count-page-needs.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { drawMonths } from './months.tsx';
import { type OwnBudget, OverviewPage, TeamOverviewPage } from './page.tsx';
import { readFigures } from './read-figures.ts';
import { countNeedLines, type Needs, ownNeeds, readNeeds } from './read-needs.ts';

const HERE = '/overview';
const MOST_NAMES = 10;
const MOST_UNDELIVERED = 20;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const Looked = z.object({
  kind: z.enum(['pair', 'ring']),
  subject: z.string().regex(new RegExp(`^${UUID}(?::${UUID}){1,2}$`, 'u')),
  reason: z.string().max(500),
});

const SAID = {
  again: 'web.needs.saidAgain',
  mail: 'web.needs.saidMail',
  jobs: 'web.needs.saidJobs',
  looked: 'web.needs.saidLooked',
} as const satisfies Record<string, PlainKey>;

/** Where those begin who answer for the organization's money or a department's: how it stands and what needs them. */
export function overviewRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps), forGivers(deps));

  function shownTo(c: Context<SiteEnv>) {
    return { words, organization, reader: c.get('signedIn') };
  }

  async function showHome(c: Context<SiteEnv>, wrong?: string): Promise<Response> {
    const shown = { ...shownTo(c), said: saidOf(deps, c), wrong };
    const { person } = shown.reader;
    const status = wrong === undefined ? 200 : 409;
    if (!seesAll(person)) {
      const team = await readTeam(deps, person);
      noteNeeds(c, team.needs);
      return show(c, <TeamOverviewPage {...shown} {...team} />, status);
    }
    const figures = await readFigures(deps, person);
    const needs = await readNeeds(deps, person, figures);
    noteNeeds(c, needs);
    const chart = await drawMonths(words, figures.months);
    return show(c, <OverviewPage {...shown} figures={figures} needs={needs} chart={chart} />, status);
  }

  /** The frame says what this page says. */
  function noteNeeds(c: Context<SiteEnv>, needs: Needs): void {
    const { person } = c.get('signedIn');
    c.get('signedIn').needs = keepNeeds(deps, person, countNeedLines(needs));
  }

  async function resend(c: Context<SiteEnv>, giftId: string, way: 'again' | 'mail'): Promise<Response> {
    const { person } = c.get('signedIn');
    if (!isUuid(giftId)) return show(c, <TroublePage {...shownTo(c)} trouble="missing" />, 404);
    const asked = { person, giftId, isOnlyFailed: true, isByMail: way === 'mail' };
    const sent = await app.message.resendGift(asked);
    if (sent.ok) return c.redirect(`${HERE}?said=${way}`, 303);
    return showHome(c, refusalText(words, sent.refusal));
  }

  routes.get('/', (c) => showHome(c));
  routes.post('/approvals/:id', async (c) => {
    const { person } = c.get('signedIn');
    const approvalId = c.req.param('id');
    const found = isUuid(approvalId) ? await app.queries.approval.find(person, approvalId) : undefined;
    if (!found) return show(c, <TroublePage {...shownTo(c)} trouble="missing" />, 404);
    return c.redirect(await app.approval.makeLink({ person, approvalId }), 303);
  });
  routes.post('/gifts/:giftId/again', (c) => resend(c, c.req.param('giftId'), 'again'));
  routes.post('/gifts/:giftId/mail', (c) => resend(c, c.req.param('giftId'), 'mail'));
  routes.post('/warnings', async (c) => {
    const sent = await readForm(c, Looked);
    const looked = await app.report.lookAtWarning({ actor: c.get('signedIn').person, ...sent });
    if (looked.ok) return c.redirect(`${HERE}?said=looked`, 303);
    return showHome(c, refusalText(words, looked.refusal));
  });
  routes.post('/jobs', async (c) => {
    const { person } = c.get('signedIn');
    if (!may(person.role, 'retry-jobs'))
      return show(c, <TroublePage {...shownTo(c)} trouble="no-right" />, 403);
    await app.jobs.retryFailed({ organizationId: organization.id, actorId: person.id });
    return c.redirect(`${HERE}?said=jobs`, 303);
  });
  return routes;
}

function seesAll({ role }: Person): boolean {
  return deedsOf(role, 'spend', 'all').includes('read');
}

function forGivers({ words, organization }: SiteDeps) {
  return async (c: Context<SiteEnv>, next: Next): Promise<Response | undefined> => {
    const reader: SignedIn = c.get('signedIn');
    if (!seesAll(reader.person) && !may(reader.person.role, 'see-budget'))
      return show(c, <TroublePage {...{ words, organization, reader }} trouble="no-right" />, 403);
    await next();
    return undefined;
  };
}

async function readTeam({ app, clock, organization }: SiteDeps, person: Person) {
  const now = clock.now();
  const { timeZone } = organization;
  const quarter = periodOf(now, { timeZone, kind: 'quarter', fiscalStartMonth: 1 });
  const since = dayStart(`${dayOf(now, timeZone).slice(0, 7)}-01`, timeZone);
  const { approval, gift, people } = app.queries;
  const [approvals, undelivered, team, department, giving, open] = await Promise.all([
    approval.listToDecide(person, { personId: person.id, now }),
    gift.listUnreached(person, { since, limit: MOST_UNDELIVERED }),
    gift.listWithout(person, { readerId: person.id, since: quarter.start, limit: MOST_NAMES }),
    people.findDepartmentById(person, person.departmentId),
    findGiving(app, person),
    approval.list(person, { isOpen: true }),
  ]);
  const needs = ownNeeds(person, { approvals, undelivered: undelivered.gifts });
  const asked = open.filter(({ requestedBy }) => requestedBy === person.id);
  return { department: department?.name ?? '', giving, team, asked, needs };
}

/** The less of what the budget has and what the giver's allowance has. */
async function findGiving(app: SiteDeps['app'], person: Person): Promise<OwnBudget | undefined> {
  const budget = await app.queries.budget.get(person, person.departmentId);
  if (!budget.ok) return undefined;
  const { leftMinor, topUpMinor } = budget.value;
  const inBudget = leftMinor + topUpMinor;
  const found = await app.queries.budget.findAllowance(person, person.id);
  const allowance = found.ok ? found.value : undefined;
  const isAllowance = allowance !== undefined && allowance.leftMinor < inBudget;
  return { budget: budget.value, leftMinor: isAllowance ? allowance.leftMinor : inBudget, isAllowance };
}

function saidOf({ words }: SiteDeps, c: Context): string | undefined {
  const asked = c.req.query('said');
  return asked !== undefined && Object.hasOwn(SAID, asked)
    ? words.say(SAID[asked as keyof typeof SAID])
    : undefined;
}
