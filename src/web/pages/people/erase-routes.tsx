import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { sendPersonExport } from '../../export/send-person-export.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { ErasePage } from './erase-page.tsx';
import { NotDonePage } from './not-done-page.tsx';

/** Somebody is erased for good: what that means is shown, then it is done. And everything stored about them, as a file. */
export function eraseRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  routes.get('/:personId/erase', async (c) => {
    const preview = await findPreview(deps, c);
    if (!preview) return missing(deps, c);
    return show(c, <ErasePage {...shownTo(deps, c)} preview={preview} />);
  });
  routes.post('/:personId/erase', (c) => erase(deps, c));
  routes.get('/:personId/data.json', async (c) => {
    const personId = idIn(c);
    const now = deps.clock.now();
    const found =
      personId && (await deps.app.queries.people.export(c.get('signedIn').person, { personId, now }));
    if (!found) return missing(deps, c);
    return sendPersonExport(c, found);
  });
}

function shownTo({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return { words, organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

function idIn(c: Context<SiteEnv>): string | undefined {
  const personId = c.req.param('personId') ?? '';
  return isUuid(personId) ? personId.toLowerCase() : undefined;
}

async function findPreview({ app }: SiteDeps, c: Context<SiteEnv>) {
  const personId = idIn(c);
  const reader = c.get('signedIn').person;
  return personId === undefined
    ? undefined
    : app.queries.people.previewErasure(reader, { personId, asker: reader });
}

/** Its form has one button and nothing else. */
const Sent = z.object({});

/** Pressed twice, it is done once: whoever is erased already is erased. */
async function erase(deps: SiteDeps, c: Context<SiteEnv>) {
  await readForm(c, Sent);
  const personId = idIn(c);
  if (!personId || !(await findPreview(deps, c))) return missing(deps, c);
  const erased = await deps.app.people.erase(deps.organization, { personId, by: c.get('signedIn').person });
  if (erased.ok || erased.refusal.kind === 'person-erased')
    return c.redirect(`/people/${personId}?said=erased`, 303);
  const text = refusalText(deps.words, erased.refusal);
  return show(c, <NotDonePage {...shownTo(deps, c)} text={text} back={`/people/${personId}/erase`} />, 409);
}
