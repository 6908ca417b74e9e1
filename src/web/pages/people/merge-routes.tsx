import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { PersonFacts } from '#src/app.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { findPersonInPath } from './find-person-in-path.ts';
import { isAsked } from './form-routes.tsx';
import { MergeChoicePage, MergePage } from './merge-page.tsx';
import { NotDonePage } from './not-done-page.tsx';

const SentMerge = z.object({ from: z.string().catch('') });

/** Two records of one person become one: the other one is chosen, what moves is shown, then it is done. */
export function mergeRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  routes.get('/:personId/merge', async (c) => {
    const person = await findPersonInPath(deps, c);
    if (!person) return missing(deps, c);
    const { from, who } = c.req.query();
    if (from !== undefined) return showPreview(deps, c, person, from);
    return choose(deps, c, person, who?.trim() ?? '');
  });
  routes.post('/:personId/merge', (c) => merge(deps, c));
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

/** Shows who may be the same person. Whoever is named and is one person is looked at at once. */
async function choose(deps: SiteDeps, c: Context<SiteEnv>, person: PersonFacts, typed: string) {
  const { app, words } = deps;
  const reader = c.get('signedIn').person;
  const namesakes = await app.queries.people.listNamesakes(reader, person.id);
  const called = typed === '' ? [] : await app.queries.people.findCalled(reader, typed);
  const found = called.filter(({ id }) => id !== person.id);
  const [only, ...others] = found;
  if (only && others.length === 0) return c.redirect(`/people/${person.id}/merge?from=${only.id}`, 303);
  const names = found.map(({ label }) => label).join(', ');
  const error =
    typed === ''
      ? undefined
      : only
        ? words.say('web.people.wrong.managers', { who: typed, names })
        : words.say('web.merge.nobody', { who: typed });
  const more = { person, namesakes, typed, error };
  return show(c, <MergeChoicePage {...shownTo(deps, c)} {...more} />, error === undefined ? 200 : 400);
}

async function showPreview(deps: SiteDeps, c: Context<SiteEnv>, person: PersonFacts, from: string) {
  if (!isUuid(from)) return missing(deps, c);
  const request = { fromId: from.toLowerCase(), intoId: person.id, by: c.get('signedIn').person };
  const preview = await deps.app.people.previewMerge(deps.organization, request);
  if (preview.ok) {
    const departments = await deps.app.queries.people.listDepartments(c.get('signedIn').person);
    const more = { preview: preview.value, departments };
    return show(c, <MergePage {...shownTo(deps, c)} {...more} />);
  }
  if (preview.refusal.kind === 'unknown-person') return missing(deps, c);
  return notDone(deps, c, refusalText(deps.words, preview.refusal));
}

/** Pressed twice, it is done once: the second time leads to the record that is kept. */
async function merge(deps: SiteDeps, c: Context<SiteEnv>) {
  const person = await findPersonInPath(deps, c);
  const { from } = await readForm(c, SentMerge);
  if (!person || !isUuid(from)) return missing(deps, c);
  const by = c.get('signedIn').person;
  const request = { fromId: from.toLowerCase(), intoId: person.id, by };
  const merged = await deps.app.people.merge(deps.organization, request);
  if (merged.ok || person.merged.some(({ id }) => id === request.fromId))
    return c.redirect(`/people/${person.id}?said=merged`, 303);
  if (isAsked(merged.refusal)) return c.redirect(`/people/${person.id}?said=askedMerge`, 303);
  if (merged.refusal.kind === 'unknown-person') return missing(deps, c);
  return notDone(deps, c, refusalText(deps.words, merged.refusal));
}

function notDone(deps: SiteDeps, c: Context<SiteEnv>, text: string) {
  const back = `/people/${c.req.param('personId') ?? ''}/merge`;
  return show(c, <NotDonePage {...shownTo(deps, c)} text={text} back={back} />, 409);
}
