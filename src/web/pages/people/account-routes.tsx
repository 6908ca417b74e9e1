import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { PersonFacts, WaitingAccount } from '#src/app.ts';
import { mayAct } from '#src/domain/people/access.ts';
import { LINKABLE_PLATFORMS, readChatAccount } from '#src/domain/people/chat-account.ts';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { TroublePage } from '../trouble/page.tsx';
import {
  AccountPage,
  AccountsPage,
  LinkAccountPage,
  LinkAccountPreviewPage,
  UnlinkPage,
} from './account-pages.tsx';
import { findPersonInPath } from './find-person-in-path.ts';
import { isAsked } from './form-routes.tsx';
import { NotDonePage } from './not-done-page.tsx';

const text = z.string().trim().max(300).default('');
const Link = z.object({ platform: text, userId: text, owner: text, step: text });
const Unlink = z.object({ account: text });

/** Which chat accounts are whose: HR sees which wait, and an admin decides. */
export function accountRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app } = deps;
  const links = onlyWith(deps, (person) => mayAct(person, 'link-identities'));
  routes.use(
    '/accounts',
    onlyWith(deps, (person) => mayAct(person, 'keep-people')),
  );
  routes.use('/accounts/:number', links, requireStepUp(deps, '/people/accounts'));
  for (const deed of ['link', 'unlink'] as const) {
    routes.use(`/:personId/${deed}`, links, (c, next) =>
      requireStepUp(deps, `/people/${c.req.param('personId')}${deed === 'link' ? '/link' : ''}`)(c, next),
    );
  }

  routes.get('/accounts', async (c) => {
    const { person } = c.get('signedIn');
    const waiting = await app.queries.people.listPendingIdentities(person);
    const said = saidOf(deps, c);
    const more = { waiting, links: mayAct(person, 'link-identities'), said };
    return show(c, <AccountsPage {...shownTo(deps, c)} {...more} />);
  });
  routes.get('/accounts/:number', async (c) => {
    const waiting = await findWaiting(deps, c);
    return waiting ? show(c, <AccountPage {...shownTo(deps, c)} waiting={waiting} />) : missing(deps, c);
  });
  routes.post('/accounts/:number', async (c) => {
    const waiting = await findWaiting(deps, c);
    if (!waiting) return missing(deps, c);
    const confirmed = await app.people.confirmIdentity(c.get('signedIn').person, waiting.number);
    if (confirmed.ok) return c.redirect('/people/accounts?said=linked', 303);
    if (isAsked(confirmed.refusal)) return c.redirect('/people/accounts?said=asked', 303);
    const error = refusalText(deps.words, confirmed.refusal);
    return show(c, <AccountPage {...shownTo(deps, c)} waiting={waiting} error={error} />, 409);
  });
  linkRoutes(routes, deps);
}

function linkRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app, words } = deps;
  routes.get('/:personId/link', async (c) => {
    const person = await findPersonInPath(deps, c);
    if (!person || person.isDeactivated) return missing(deps, c);
    return show(c, <LinkAccountPage {...shownTo(deps, c)} person={person} typed={{}} />);
  });
  routes.post('/:personId/link', async (c) => {
    const person = await findPersonInPath(deps, c);
    if (!person) return missing(deps, c);
    const typed = await readForm(c, Link);
    const account = readChatAccount(typed.platform, typed.userId);
    if (!account) {
      const error = words.say('web.people.wrong.account');
      return show(
        c,
        <LinkAccountPage {...shownTo(deps, c)} person={person} typed={typed} error={error} />,
        400,
      );
    }
    return typed.step === 'save'
      ? link(deps, c, { person, account, seenOwner: typed.owner || null })
      : previewLink(deps, c, { person, account });
  });
  routes.get('/:personId/unlink', async (c) => {
    const found = await findLinked(deps, c, c.req.query('account') ?? '');
    return found ? show(c, <UnlinkPage {...shownTo(deps, c)} {...found} />) : missing(deps, c);
  });
  routes.post('/:personId/unlink', async (c) => {
    const { account: called } = await readForm(c, Unlink);
    const found = await findLinked(deps, c, called);
    if (!found) return missing(deps, c);
    const { person, account } = found;
    const unlinked = await app.people.unlinkIdentity(c.get('signedIn').person, account);
    if (unlinked.ok) return c.redirect(`/people/${person.id}?said=unlinked`, 303);
    return refused(deps, c, { person, text: refusalText(words, unlinked.refusal) });
  });
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function saidOf({ words }: SiteDeps, c: Context<SiteEnv>): string | undefined {
  switch (c.req.query('said')) {
    case 'linked':
      return words.say('web.people.saidLinked');
    case 'asked':
      return words.say('web.people.saidAskedAccount');
    default:
      return undefined;
  }
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

function refused(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  { person, text: why }: { person: PersonFacts; text: string },
) {
  return show(c, <NotDonePage {...shownTo(deps, c)} text={why} back={`/people/${person.id}`} />, 409);
}

async function findWaiting({ app }: SiteDeps, c: Context<SiteEnv>): Promise<WaitingAccount | undefined> {
  const waiting = await app.queries.people.listPendingIdentities(c.get('signedIn').person);
  return waiting.find(({ number }) => String(number) === c.req.param('number'));
}

/** An account of the person in the path, as `slack:U024BE7LH`. */
async function findLinked(deps: SiteDeps, c: Context<SiteEnv>, called: string) {
  const person = await findPersonInPath(deps, c);
  const account = person?.chatIds.find(({ platform, userId }) => `${platform}:${userId}` === called);
  const isOfChat = LINKABLE_PLATFORMS.some((platform) => platform === account?.platform);
  return person && account && isOfChat ? { person, account } : undefined;
}

type Linking = { person: PersonFacts; account: PlatformUser };

async function previewLink(deps: SiteDeps, c: Context<SiteEnv>, { person, account }: Linking) {
  const owner = await deps.app.queries.people.findAccountOwner(c.get('signedIn').person, account);
  const more = { person, account, owner };
  return show(c, <LinkAccountPreviewPage {...shownTo(deps, c)} {...more} />);
}

async function link(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  { person, account, seenOwner }: Linking & { seenOwner: string | null },
) {
  const actor = c.get('signedIn').person;
  const linked = await deps.app.people.linkIdentity(actor, { personId: person.id, ...account, seenOwner });
  if (linked.ok) return c.redirect(`/people/${person.id}?said=linked`, 303);
  if (isAsked(linked.refusal)) return c.redirect(`/people/${person.id}?said=askedAccount`, 303);
  return refused(deps, c, { person, text: refusalText(deps.words, linked.refusal) });
}
