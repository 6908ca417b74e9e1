import type { Context, Hono } from 'hono';
import type { NewPerson, PersonFacts } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { mayAct } from '#src/domain/people/access.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { PersonChangePage, NewPersonPage } from './change-page.tsx';
import { findPersonInPath } from './find-person-in-path.ts';
import { PersonFormPage, typedOfPerson } from './form-page.tsx';
import { readPersonForm, SentPerson, type SentPersonForm } from './read-person-form.ts';

type Typed = Readonly<Record<string, string>>;

/** A form as it was sent, and what it says; `refused` when it says something that cannot be. */
type ReadPerson =
  | {
      ok: true;
      sent: SentPersonForm;
      said: Omit<NewPerson, 'role'> & { role: NewPerson['role'] | undefined };
    }
  | { ok: false; sent: SentPersonForm; errors: FieldErrors };

/** Adding somebody and changing somebody: a form, then a page that shows what comes of it, then it is done. */
export function formRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  routes.get('/new', (c) => showForm(deps, c, undefined, { typed: { role: 'employee' }, errors: {} }));
  routes.post('/new', async (c) => {
    const read = await readPerson(deps, c, undefined);
    if (!read.ok) return showForm(deps, c, undefined, { typed: read.sent, errors: read.errors });
    const person = { ...read.said, role: read.said.role ?? 'employee' };
    const isDry = read.sent.step !== 'save';
    const by = c.get('signedIn').person;
    const added = await deps.app.people.add(deps.organization, { person, by, isDry });
    if (!added.ok && isAsked(added.refusal)) return c.redirect('/people?said=asked', 303);
    if (!added.ok) return refuse(deps, c, undefined, { typed: read.sent, refusal: added.refusal });
    if (isDry) return previewNew(deps, c, { typed: read.sent, person });
    return c.redirect(`/people/${added.value}?said=added`, 303);
  });
  routes.get('/:personId/edit', async (c) => {
    const person = await findPersonInPath(deps, c);
    return person
      ? showForm(deps, c, person, { typed: typedOfPerson(person), errors: {} })
      : missing(deps, c);
  });
  routes.post('/:personId/edit', async (c) => {
    const person = await findPersonInPath(deps, c);
    if (!person) return missing(deps, c);
    const read = await readPerson(deps, c, person);
    if (!read.ok) return showForm(deps, c, person, { typed: read.sent, errors: read.errors });
    const { role, ...patch } = read.said;
    const isDry = read.sent.step !== 'save';
    const changed = await deps.app.people.change(deps.organization, {
      personId: person.id,
      patch: { ...patch, ...(role && { role }) },
      seen: read.sent.seen,
      isDry,
      by: c.get('signedIn').person,
    });
    if (!changed.ok && isAsked(changed.refusal)) {
      const said = changed.refusal.what === 'account' ? 'askedAddress' : 'asked';
      return c.redirect(`/people/${person.id}?said=${said}`, 303);
    }
    if (!changed.ok) return refuse(deps, c, person, { typed: read.sent, refusal: changed.refusal });
    if (!isDry) return c.redirect(`/people/${person.id}?said=changed`, 303);
    const path = `/people/${person.id}/edit`;
    const page = (
      <PersonChangePage
        {...shownTo(deps, c)}
        name={person.name}
        path={path}
        typed={read.sent}
        changes={changed.value}
      />
    );
    return show(c, page);
  });
}

/** The rest is saved, and a role or an address waits for a second person. */
export function isAsked(refusal: Refusal): refusal is Extract<Refusal, { kind: 'second-person-for-right' }> {
  return refusal.kind === 'second-person-for-right';
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

async function readPerson(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  person: PersonFacts | undefined,
): Promise<ReadPerson> {
  const { app, words } = deps;
  const sent = await readForm(c, SentPerson);
  const departments = await app.queries.people.listDepartments(c.get('signedIn').person);
  const { said, wrong } = readPersonForm(sent, departments);
  const manager = await findManager(deps, c, { text: sent.manager.trim(), person });
  const errors = {
    ...Object.fromEntries(Object.entries(wrong).map(([field, key]) => [field, words.say(key)])),
    ...('error' in manager && { manager: manager.error }),
  };
  if ('error' in manager || Object.keys(errors).length > 0) return { ok: false, sent, errors };
  return { ok: true, sent, said: { ...said, managerId: manager.managerId } };
}

/** Whom the form names as the manager. What was in it before means the same person as before. */
async function findManager(
  { app, words }: SiteDeps,
  c: Context<SiteEnv>,
  { text, person }: { text: string; person: PersonFacts | undefined },
): Promise<{ managerId: string | null } | { error: string }> {
  if (text === '') return { managerId: null };
  if (person && text === person.managerLabel) return { managerId: person.managerId };
  const found = await app.queries.people.findCalled(c.get('signedIn').person, text);
  const [only, ...others] = found;
  if (!only) return { error: words.say('web.people.wrong.manager', { who: text }) };
  if (others.length === 0) return { managerId: only.id };
  const names = found.map(({ label }) => label).join(', ');
  return { error: words.say('web.people.wrong.managers', { who: text, names }) };
}

async function showForm(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  person: PersonFacts | undefined,
  { typed, errors, status }: { typed: Typed; errors: FieldErrors; status?: 409 },
) {
  const reader = c.get('signedIn').person;
  const all = await deps.app.queries.people.listDepartments(reader);
  const departments = all.filter(({ id, isClosed }) => !isClosed || id === person?.departmentId);
  const more = { person, typed, errors, departments, setsRoles: mayAct(reader, 'set-roles') };
  const isWrong = Object.keys(errors).length > 0;
  return show(c, <PersonFormPage {...shownTo(deps, c)} {...more} />, status ?? (isWrong ? 400 : 200));
}

/** Shows the form with what is in its way. Whoever was changed by somebody else is shown as they are now. */
async function refuse(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  person: PersonFacts | undefined,
  { typed, refusal }: { typed: Typed; refusal: Refusal },
) {
  const errors = { [fieldOf(refusal)]: refusalText(deps.words, refusal) };
  if (refusal.kind !== 'person-changed') return showForm(deps, c, person, { typed, errors });
  const now = await findPersonInPath(deps, c);
  if (!now) return missing(deps, c);
  return showForm(deps, c, now, { typed: typedOfPerson(now), errors, status: 409 });
}

function fieldOf(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'address-taken':
    case 'person-nameless':
      return 'email';
    case 'number-taken':
      return 'number';
    case 'manager-circle':
      return 'manager';
    case 'person-off-limits':
      return refusal.why === 'address' ? 'email' : 'name';
    default:
      return 'name';
  }
}

async function previewNew(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  { typed, person }: { typed: Typed; person: NewPerson },
) {
  const { say } = deps.words;
  const departments = await deps.app.queries.people.listDepartments(c.get('signedIn').person);
  const none = say('web.people.none');
  const facts = [
    { label: say('web.people.name'), value: person.name },
    { label: say('web.people.email'), value: person.email ?? none },
    { label: say('web.people.number'), value: person.employeeNumber ?? none },
    {
      label: say('web.people.department'),
      value: departments.find(({ id }) => id === person.departmentId)?.name ?? none,
    },
    { label: say('web.people.manager'), value: typed['manager'] || say('web.people.nobodyIs') },
    { label: say('web.people.region'), value: person.region || none },
    { label: say('web.people.role'), value: say(`role.${person.role}`) },
    {
      label: say('web.people.guests'),
      value: say(person.isGuest ? 'web.catalogue.yes' : 'web.catalogue.no'),
    },
  ];
  const more = { typed, facts, name: person.name, hasRole: person.role !== 'employee' };
  return show(c, <NewPersonPage {...shownTo(deps, c)} {...more} />);
}
