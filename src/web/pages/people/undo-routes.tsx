import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { NotDonePage } from './not-done-page.tsx';
import { UndoImportPage } from './undo-pages.tsx';

const Seen = z.object({ seen: z.string().max(100).default('') });

/** An import is put back: what that means is shown, then it is done. */
export function undoRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  routes.get('/import/undo/:importId', (c) => undo(deps, c, undefined));
  routes.post('/import/undo/:importId', async (c) => undo(deps, c, (await readForm(c, Seen)).seen));
}

async function undo(deps: SiteDeps, c: Context<SiteEnv>, seen: string | undefined) {
  const { app, words, organization } = deps;
  const reader = c.get('signedIn');
  const shown = { words, organization, reader };
  const importId = c.req.param('importId') ?? '';
  if (!isUuid(importId)) return show(c, <TroublePage {...shown} trouble="missing" />, 404);
  const planned = await app.people.undoImport(organization, { importId, seen, by: reader.person });
  if (planned.ok && planned.value.isDone) {
    const isHeld = planned.value.waiting.length > 0;
    return c.redirect(`/people/import?said=${isHeld ? 'undoneHeld' : 'undone'}`, 303);
  }
  if (planned.ok) {
    const isChanged = seen !== undefined;
    return show(
      c,
      <UndoImportPage {...shown} planned={planned.value} isChanged={isChanged} />,
      isChanged ? 409 : 200,
    );
  }
  const { refusal } = planned;
  const isUnknown = refusal.kind === 'import-stays' && refusal.why === 'unknown';
  if (isUnknown) return show(c, <TroublePage {...shown} trouble="missing" />, 404);
  const text = refusalText(words, refusal);
  const status = refusal.kind === 'import-stays' ? 409 : 403;
  return show(c, <NotDonePage {...shown} text={text} back="/people/import" />, status);
}
