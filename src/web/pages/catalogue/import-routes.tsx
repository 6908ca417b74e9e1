import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { ImportedCatalogue } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { csvText } from '#src/domain/kit/csv-text.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { catalogueRows } from '#src/domain/store/catalogue-file.ts';
import { fileField, readForm, tryForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { ImportPage, ImportPreviewPage } from './import-page.tsx';
import type { ItemNames } from './item-facts.ts';

/** As base64 in a form it still is within what a form may have. */
const MOST_BYTES = 1_000_000;
const Upload = z.object({ file: fileField });
const Confirmed = z.object({ text: z.base64().max(1_500_000), plan: z.string() });

/** The catalogue as a file, for all who read it. */
export function exportRoute(routes: Hono<SiteEnv>, { app }: SiteDeps): void {
  routes.get('/catalogue.csv', async (c) => {
    const listed = await app.queries.store.listCatalogue(c.get('signedIn').person);
    const items = listed.filter(({ isRetired }) => !isRetired);
    return c.body(csvText(catalogueRows(items)), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="largesse-catalogue.csv"',
      'cache-control': 'no-store',
    });
  });
}

/**
 * Many items from a file: what it would do is shown, and done by a second form, which sends the file along. All of it or nothing.
 *
 * @param findNames the names of what items refer to.
 */
export function importRoutes(
  routes: Hono<SiteEnv>,
  deps: SiteDeps,
  findNames: (c: Context<SiteEnv>) => Promise<ItemNames>,
): void {
  const { app, words, organization } = deps;

  function shownTo(c: Context<SiteEnv>) {
    return { words, organization, reader: c.get('signedIn') };
  }

  function refuse(c: Context<SiteEnv>, error: string) {
    return show(c, <ImportPage {...shownTo(c)} error={error} />, 400);
  }

  function refused(c: Context<SiteEnv>, refusal: Refusal) {
    return refuse(c, refusalText(words, refusal));
  }

  function showProblems(c: Context<SiteEnv>, { problems }: ImportedCatalogue) {
    return show(c, <ImportPage {...shownTo(c)} problems={problems} />, 400);
  }

  async function preview(
    c: Context<SiteEnv>,
    { planned, bytes, isChanged }: { planned: ImportedCatalogue; bytes: Uint8Array; isChanged: boolean },
  ) {
    const page = (
      <ImportPreviewPage
        {...shownTo(c)}
        planned={planned}
        plan={planOf(planned)}
        names={await findNames(c)}
        text={Buffer.from(bytes).toString('base64')}
        isChanged={isChanged}
      />
    );
    return show(c, page, isChanged ? 409 : 200);
  }

  routes.get('/import', (c) => show(c, <ImportPage {...shownTo(c)} />));
  routes.post('/import', async (c) => {
    const read = await tryForm(c, Upload);
    if (!read.ok || read.data.file.size === 0) return refuse(c, words.say('web.stock.noFile'));
    if (read.data.file.size > MOST_BYTES) return refuse(c, words.say('web.import.tooLarge'));
    const bytes = new Uint8Array(await read.data.file.arrayBuffer());
    const planned = await app.store.planCatalogue({ actor: c.get('signedIn').person, bytes });
    if (!planned.ok) return refused(c, planned.refusal);
    if (planned.value.problems.length > 0) return showProblems(c, planned.value);
    return preview(c, { planned: planned.value, bytes, isChanged: false });
  });
  routes.post('/import/confirm', async (c) => {
    const { text, plan } = await readForm(c, Confirmed);
    const bytes = new Uint8Array(Buffer.from(text, 'base64'));
    const asked = { actor: c.get('signedIn').person, bytes };
    const planned = await app.store.planCatalogue(asked);
    if (!planned.ok) return refused(c, planned.refusal);
    if (planned.value.problems.length > 0) return showProblems(c, planned.value);
    if (planOf(planned.value) !== plan) return preview(c, { planned: planned.value, bytes, isChanged: true });
    const done = await app.store.importCatalogue(asked);
    if (!done.ok) return refused(c, done.refusal);
    if (done.value.problems.length > 0) return showProblems(c, done.value);
    return c.redirect('/catalogue?said=imported', 303);
  });
}

/** What was looked at: which items the file adds and changes, as they were then, with how many there were where it says how many. */
function planOf({ items }: ImportedCatalogue): string {
  return items
    .map(({ what, before, after }) => {
      const saysStock = before !== undefined && before.inStock !== after.inStock;
      return `${what} ${before?.version ?? 0}${saysStock ? ` ${before.inStock}` : ''}`;
    })
    .join(', ');
}
