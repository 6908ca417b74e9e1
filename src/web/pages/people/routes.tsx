import { type Context, Hono } from 'hono';
import { deedsOf, mayAct } from '#src/domain/people/access.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { TroublePage } from '../trouble/page.tsx';
import { accountRoutes } from './account-routes.tsx';
import { eraseRoutes } from './erase-routes.tsx';
import { findPersonInPath } from './find-person-in-path.ts';
import { formRoutes } from './form-routes.tsx';
import { mergeRoutes } from './merge-routes.tsx';
import { peopleFileRoutes } from './people-file-routes.tsx';
import { PeoplePage } from './page.tsx';
import { PersonPage } from './person-page.tsx';
import { placeRoutes } from './place-routes.tsx';
import { undoRoutes } from './undo-routes.tsx';
import { peopleFilterOf, readPeopleQuery } from './read-filter.ts';

const SAID = {
  added: 'web.people.saidAdded',
  changed: 'web.people.saidChanged',
  left: 'web.people.saidLeft',
  returned: 'web.people.saidReturned',
  linked: 'web.people.saidLinked',
  unlinked: 'web.people.saidUnlinked',
  erased: 'erase.said',
  merged: 'web.merge.said',
  asked: 'web.people.saidAsked',
  askedAddress: 'web.people.saidAskedAddress',
  askedAccount: 'web.people.saidAskedAccount',
  askedMerge: 'web.people.saidAskedMerge',
} as const;

const MOST_CHANGES = 20;

/**
 * People: those who answer for somebody see them, HR and admins keep them, and admins alone give roles and link accounts. Every change
 * takes a fresh second factor: an address, a manager or a department decides about rights too.
 */
export function peopleRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps), onlyWith(deps, seesOthers));
  routes.get('/', (c) => showPeople(deps, c));
  for (const path of ['/new', '/import', '/import/*']) {
    routes.use(
      path,
      onlyWith(deps, (person) => mayAct(person, 'keep-people')),
      requireStepUp(deps, path === '/new' ? '/people/new' : '/people/import'),
    );
  }
  for (const deed of ['edit', 'leave', 'return', 'erase', 'merge', 'data.json'] as const) {
    routes.use(
      `/:personId/${deed}`,
      onlyWith(deps, (person) => mayAct(person, 'keep-people')),
      (c, next) =>
        requireStepUp(deps, `/people/${c.req.param('personId')}/${deed === 'data.json' ? '' : deed}`)(
          c,
          next,
        ),
    );
  }
  undoRoutes(routes, deps);
  peopleFileRoutes(routes, deps);
  accountRoutes(routes, deps);
  formRoutes(routes, deps);
  placeRoutes(routes, deps);
  eraseRoutes(routes, deps);
  mergeRoutes(routes, deps);
  routes.get('/:personId', (c) => showPerson(deps, c));
  return routes;
}

/** Whether somebody sees more people than themselves. */
function seesOthers({ role }: SiteEnv['Variables']['signedIn']['person']): boolean {
  return (['department', 'all'] as const).some((whose) => deedsOf(role, 'person', whose).includes('read'));
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function saidOf({ words }: SiteDeps, c: Context<SiteEnv>): string | undefined {
  const said = c.req.query('said') ?? '';
  return Object.hasOwn(SAID, said) ? words.say(SAID[said as keyof typeof SAID]) : undefined;
}

async function showPeople(deps: SiteDeps, c: Context<SiteEnv>) {
  const { person } = c.get('signedIn');
  const { people } = deps.app.queries;
  const query = readPeopleQuery(c.req.query());
  const keeps = mayAct(person, 'keep-people');
  const [listed, departments, waiting] = await Promise.all([
    people.listPage(person, peopleFilterOf(query)),
    people.listDepartments(person),
    keeps ? people.listPendingIdentities(person) : [],
  ]);
  const more = { listed, query, departments, keeps, waiting: waiting.length, said: saidOf(deps, c) };
  return show(c, <PeoplePage {...shownTo(deps, c)} {...more} />);
}

async function showPerson(deps: SiteDeps, c: Context<SiteEnv>) {
  const reader = c.get('signedIn').person;
  const person = await findPersonInPath(deps, c);
  if (!person) return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
  if (person.mergedInto) return c.redirect(`/people/${person.mergedInto}`, 303);
  const { gift, people, wallet } = deps.app.queries;
  const [counts, wallets, changes] = await Promise.all([
    gift.countOf(reader, person.id),
    wallet.compose(reader, person.id),
    people.listChanges(reader, person.id, MOST_CHANGES),
  ]);
  const rights = { keeps: mayAct(reader, 'keep-people'), links: mayAct(reader, 'link-identities') };
  const more = { person, counts, wallets, changes, ...rights, said: saidOf(deps, c) };
  return show(c, <PersonPage {...shownTo(deps, c)} {...more} />);
}
