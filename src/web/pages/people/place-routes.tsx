import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { PersonFacts } from '#src/app.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { findPersonInPath } from './find-person-in-path.ts';
import { isAsked } from './form-routes.tsx';
import { LeavePage, ReturnPage } from './place-page.tsx';
import { NotDonePage } from './not-done-page.tsx';

const Seen = z.object({ seen: z.string().max(100).default('') });

/** Somebody leaves, or comes back: what that means is shown, then it is done. */
export function placeRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { people } = deps.app;
  routes.get('/:personId/leave', async (c) => {
    const person = await findPersonInPath(deps, c);
    if (!person || person.isDeactivated) return missing(deps, c);
    return showLeaving(deps, c, person);
  });
  routes.post('/:personId/leave', (c) => move(deps, c, { to: 'left', run: people.deactivate }));
  routes.get('/:personId/return', async (c) => {
    const person = await findPersonInPath(deps, c);
    if (!person?.isDeactivated) return missing(deps, c);
    return show(c, <ReturnPage {...shownTo(deps, c)} person={person} />);
  });
  routes.post('/:personId/return', (c) => move(deps, c, { to: 'returned', run: people.reactivate }));
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

async function showLeaving(deps: SiteDeps, c: Context<SiteEnv>, person: PersonFacts) {
  const reader = c.get('signedIn').person;
  const { gift, people, wallet } = deps.app.queries;
  const [ends, counts, wallets] = await Promise.all([
    people.findWhatEnds(reader, person.id, deps.clock.now()),
    gift.countOf(reader, person.id),
    wallet.compose(reader, person.id),
  ]);
  const more = { person, ends: must(ends, 'what ends'), counts, wallets };
  return show(c, <LeavePage {...shownTo(deps, c)} {...more} />);
}

type Move = {
  to: 'left' | 'returned';
  run: SiteDeps['app']['people']['deactivate'];
};

/** Pressed twice, it is done once: whoever has left already has left. */
async function move(deps: SiteDeps, c: Context<SiteEnv>, { to, run }: Move) {
  const person = await findPersonInPath(deps, c);
  if (!person) return missing(deps, c);
  const { seen } = await readForm(c, Seen);
  const isSo = person.isDeactivated === (to === 'left');
  const moved: Outcome<unknown> = isSo
    ? { ok: true, value: [] }
    : await run(deps.organization, { personId: person.id, seen, by: c.get('signedIn').person });
  if (moved.ok) return c.redirect(`/people/${person.id}?said=${to}`, 303);
  if (isAsked(moved.refusal)) return c.redirect(`/people/${person.id}?said=asked`, 303);
  const text = refusalText(deps.words, moved.refusal);
  return show(
    c,
    <NotDonePage {...shownTo(deps, c)} text={text} back={`/people/${person.id}`} />,
    moved.refusal.kind === 'person-changed' ? 409 : 403,
  );
}
