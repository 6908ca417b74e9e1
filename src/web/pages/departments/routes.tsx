import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { ListedDepartment, ZoneMove } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { cleanText, hasControl } from '#src/domain/kit/fold.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { isTimeZone, zoneOf } from '#src/domain/kit/period.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { deedsOf, mayAct } from '#src/domain/people/access.ts';
import type { PlainKey } from '#src/words/words.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { TroublePage } from '../trouble/page.tsx';
import { closeRoutes } from './close-routes.tsx';
import { DepartmentFormPage, DepartmentPreviewPage, DepartmentsPage } from './page.tsx';

const text = z.string().max(10_000).default('').transform(cleanText);
const Sent = z.object({
  name: text,
  currency: text.transform((value) => value.toUpperCase()),
  region: text,
  timeZone: text.transform(zoneOf),
  seenName: z.string().max(10_000).default(''),
  seenCurrency: z.string().max(10_000).default(''),
  seenRegion: z.string().max(10_000).default(''),
  seenTimeZone: z.string().max(10_000).default(''),
  step: text,
});
type SentDepartment = z.infer<typeof Sent>;

const SAID = {
  added: 'web.departments.saidAdded',
  changed: 'web.departments.saidChanged',
  closed: 'web.departments.saidClosed',
  opened: 'web.departments.saidOpened',
} as const;

/** Departments: those who answer for people see theirs, HR and admins keep them. A change takes a fresh second factor. */
export function departmentsRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(
    signedIn(deps),
    onlyWith(deps, ({ role }) =>
      (['department', 'all'] as const).some((whose) => deedsOf(role, 'person', whose).includes('read')),
    ),
  );
  routes.get('/', (c) => showDepartments(deps, c));
  routes.use(
    '/:departmentId',
    onlyWith(deps, (person) => mayAct(person, 'keep-departments')),
    (c, next) => requireStepUp(deps, `/departments/${c.req.param('departmentId')}`)(c, next),
  );
  routes.use(
    '/:departmentId/close',
    onlyWith(deps, (person) => mayAct(person, 'keep-departments')),
    (c, next) => requireStepUp(deps, `/departments/${c.req.param('departmentId')}/close`)(c, next),
  );
  closeRoutes(routes, deps);
  routes.get('/new', (c) => {
    const { currency, timeZone } = deps.organization;
    return showForm(deps, c, undefined, { typed: { currency, timeZone }, errors: {} });
  });
  routes.post('/new', async (c) => {
    const sent = await readForm(c, Sent);
    const errors = errorsIn(deps, sent);
    if (Object.keys(errors).length > 0) return showForm(deps, c, undefined, { typed: sent, errors });
    if (sent.step !== 'save') return preview(deps, c, undefined, sent);
    const { name, currency, region, timeZone } = sent;
    const department = { name, currency, region, timeZone };
    const by = c.get('signedIn').person;
    const added = await app.people.addDepartment(deps.organization, { department, by });
    if (added.ok) return c.redirect('/departments?said=added', 303);
    return showForm(deps, c, undefined, { typed: sent, errors: refusalErrors(deps, added.refusal) });
  });
  routes.get('/:departmentId', async (c) => {
    const department = await findInPath(deps, c);
    return department
      ? showForm(deps, c, department, { typed: typedOf(department), errors: {} })
      : missing(deps, c);
  });
  routes.post('/:departmentId', (c) => change(deps, c));
  return routes;
}

async function change(deps: SiteDeps, c: Context<SiteEnv>) {
  const department = await findInPath(deps, c);
  if (!department) return missing(deps, c);
  const sent = await readForm(c, Sent);
  const errors = errorsIn(deps, sent);
  if (Object.keys(errors).length > 0) return showForm(deps, c, department, { typed: sent, errors });
  const { name, currency, region, timeZone } = sent;
  const isDry = sent.step !== 'save';
  const set = await deps.app.people.setDepartment({
    department,
    changes: { name, currency, region, timeZone },
    seen: {
      name: sent.seenName,
      currency: sent.seenCurrency,
      region: sent.seenRegion,
      timeZone: sent.seenTimeZone,
    },
    isDry,
    by: c.get('signedIn').person,
  });
  if (set.ok)
    return isDry
      ? preview(deps, c, department, sent, set.value.running)
      : c.redirect('/departments?said=changed', 303);
  const why = refusalErrors(deps, set.refusal);
  if (set.refusal.kind !== 'department-changed')
    return showForm(deps, c, department, { typed: sent, errors: why });
  return showForm(deps, c, department, { typed: typedOf(department), errors: why, status: 409 });
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

async function showDepartments(deps: SiteDeps, c: Context<SiteEnv>) {
  const { person } = c.get('signedIn');
  const departments = await deps.app.queries.people.listDepartmentsWithPeople(person);
  const said = c.req.query('said') ?? '';
  const more = {
    departments,
    keeps: mayAct(person, 'keep-departments'),
    said: Object.hasOwn(SAID, said) ? deps.words.say(SAID[said as keyof typeof SAID]) : undefined,
  };
  return show(c, <DepartmentsPage {...shownTo(deps, c)} {...more} />);
}

async function findInPath({ app }: SiteDeps, c: Context<SiteEnv>): Promise<ListedDepartment | undefined> {
  const all = await app.queries.people.listDepartmentsWithPeople(c.get('signedIn').person);
  return all.find(({ id }) => id === c.req.param('departmentId'));
}

function typedOf({ name, currency, region, timeZone }: ListedDepartment): Record<string, string> {
  const seen = { seenName: name, seenCurrency: currency, seenRegion: region, seenTimeZone: timeZone };
  return { name, currency, region, timeZone, ...seen };
}

function errorsIn({ words }: SiteDeps, { name, currency, region, timeZone }: SentDepartment): FieldErrors {
  const wrong: Record<string, PlainKey> = {
    ...((name === '' || name.length > 100 || hasControl(name)) && { name: 'web.departments.wrong.name' }),
    ...(!isCurrency(currency) && { currency: 'web.departments.wrong.currency' }),
    ...((region.length > 100 || hasControl(region)) && { region: 'web.people.wrong.region' }),
    ...(!isTimeZone(timeZone) && { timeZone: 'web.departments.wrong.timeZone' }),
  };
  return Object.fromEntries(Object.entries(wrong).map(([field, key]) => [field, words.say(key)]));
}

/** The field that a refusal is about, where that is not the name. */
const FIELDS: Partial<Record<Refusal['kind'], string>> = {
  'currency-in-use': 'currency',
  'budget-not-allowed': 'timeZone',
  'own-budget': 'timeZone',
  'over-budget': 'timeZone',
};

function refusalErrors({ words }: SiteDeps, refusal: Refusal): FieldErrors {
  return { [FIELDS[refusal.kind] ?? 'name']: refusalText(words, refusal) };
}

function showForm(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  department: ListedDepartment | undefined,
  { typed, errors, status }: { typed: Record<string, string>; errors: FieldErrors; status?: 409 },
) {
  const page = (
    <DepartmentFormPage {...shownTo(deps, c)} department={department} typed={typed} errors={errors} />
  );
  return show(c, page, status ?? (Object.keys(errors).length > 0 ? 400 : 200));
}

function preview(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  department: ListedDepartment | undefined,
  sent: SentDepartment,
  running?: ZoneMove,
) {
  const { say, dateAndTime } = deps.words;
  const none = say('web.people.none');
  const rows = [
    { label: say('web.people.name'), was: department?.name ?? '', willBe: sent.name },
    { label: say('web.wallet.currency'), was: department?.currency ?? '', willBe: sent.currency },
    { label: say('web.people.region'), was: department?.region || none, willBe: sent.region || none },
    { label: say('web.departments.timeZone'), was: department?.timeZone ?? '', willBe: sent.timeZone },
    ...(department && running
      ? [
          {
            label: say('web.departments.periodEnds'),
            was: dateAndTime(running.before.end, department.timeZone),
            willBe: dateAndTime(running.after.end, sent.timeZone),
          },
        ]
      : []),
  ].filter(({ was, willBe }) => was !== willBe);
  const more = {
    path: department ? `/departments/${department.id}` : '/departments/new',
    name: department?.name ?? sent.name,
    isNew: department === undefined,
    typed: sent,
    rows,
    notes: [
      ...(department ? [] : [say('web.departments.noBudgetYet')]),
      ...(department && department.timeZone !== sent.timeZone ? [say('web.departments.daysMove')] : []),
      ...(running && running.before.key !== running.after.key ? [say('web.departments.otherPeriod')] : []),
    ],
  };
  return show(c, <DepartmentPreviewPage {...shownTo(deps, c)} {...more} />);
}
