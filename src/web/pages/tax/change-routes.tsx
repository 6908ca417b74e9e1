import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { allTaxMaps, isCalled, type TaxMap } from '#src/domain/report/tax-map.ts';
import { lastTaxSetting } from '#src/domain/report/tax-setting.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { pathWith } from '../../frame/path-with.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { todayOf } from '../spend/routes.tsx';
import { TaxMapPage } from './map-page.tsx';
import {
  readTaxMap,
  readTaxSetting,
  SentTaxMap,
  SentTaxSetting,
  typedOfMap,
  typedOfSetting,
} from './read-tax-forms.ts';
import { TaxSettingsPage } from './settings-page.tsx';

type Form = { typed: Readonly<Record<string, string>>; errors: FieldErrors };

/** Says when gifts count for tax. */
export function settingRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app, words, organization } = deps;
  routes.get('/settings', (c) => showSettings(deps, c));
  routes.post('/settings', async (c) => {
    const sent = await readForm(c, SentTaxSetting);
    const { errors, typed, setting } = readTaxSetting(words, sent);
    if (Object.keys(errors).length > 0) return showSettings(deps, c, { typed, errors });
    const asked = { actor: c.get('signedIn').person, timeZone: organization.timeZone, setting };
    const done = await app.report.setTax({ ...asked, reason: sent.reason });
    if (!done.ok) {
      return showSettings(deps, c, { typed, errors: { since: refusalText(words, done.refusal) } });
    }
    return c.redirect(pathWith('/tax', { said: 'set', since: setting.since }), 303);
  });
}

async function showSettings(deps: SiteDeps, c: Context<SiteEnv>, form?: Form): Promise<Response> {
  const reader = c.get('signedIn');
  const settings = await deps.app.queries.report.taxSettings(reader.person);
  const fresh = { typed: typedOfSetting(lastTaxSetting(settings), todayOf(deps)), errors: {} };
  const { words, organization } = deps;
  const page = (
    <TaxSettingsPage
      words={words}
      organization={organization}
      reader={reader}
      settings={settings}
      {...(form ?? fresh)}
    />
  );
  return show(c, page, form ? 400 : 200);
}

const Named = z.object({ name: z.string().max(500) });

/** Says how payroll wants its files. */
export function mapRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app, words } = deps;
  routes.get('/maps', async (c) => {
    const { known, saved } = await findMaps(deps, c);
    const name = c.req.query('name') ?? '';
    const map = known.find((one) => isCalled(one, name));
    const typed: Record<string, string> = map ? typedOfMap(map) : {};
    const isSaved = map !== undefined && saved.includes(map);
    return showMap(deps, c, { name: map?.name, isSaved, form: { typed, errors: {} } });
  });
  routes.post('/maps', async (c) => {
    const sent = await readForm(c, SentTaxMap);
    const map = readTaxMap(sent);
    const set = await app.report.setTaxMap({ actor: c.get('signedIn').person, map });
    if (set.ok) return c.redirect('/tax?said=map', 303);
    const { known, saved } = await findMaps(deps, c);
    const name = known.find((one) => isCalled(one, map.name))?.name;
    const errors = { [fieldOf(set.refusal, sent)]: refusalText(words, set.refusal) };
    const isSaved = saved.some((one) => isCalled(one, map.name));
    return showMap(deps, c, { name, isSaved, form: { typed: textsOf(sent), errors } });
  });
  routes.post('/maps/remove', async (c) => {
    const { name } = await readForm(c, Named);
    const removed = await app.report.removeTaxMap({ actor: c.get('signedIn').person, name });
    return c.redirect(removed.ok ? '/tax?said=removed' : '/tax', 303);
  });
}

async function findMaps(
  { app }: SiteDeps,
  c: Context<SiteEnv>,
): Promise<{ known: TaxMap[]; saved: TaxMap[] }> {
  const saved = await app.queries.report.taxMaps(c.get('signedIn').person);
  return { known: allTaxMaps(saved), saved };
}

function showMap(
  { words, organization }: SiteDeps,
  c: Context<SiteEnv>,
  { form, ...map }: { name: string | undefined; isSaved: boolean; form: Form },
): Response | Promise<Response> {
  const hasErrors = Object.keys(form.errors).length > 0;
  const shown = { words, organization, reader: c.get('signedIn') };
  return show(c, <TaxMapPage {...shown} {...map} {...form} />, hasErrors ? 400 : 200);
}

function textsOf(sent: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sent).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
}

/** Beside which field of the form it stands why the map was not saved. */
function fieldOf(refusal: Refusal, sent: Readonly<Record<string, unknown>>): string {
  if (refusal.kind !== 'bad-tax-map') return 'name';
  if (refusal.why === 'name') return 'name';
  if (refusal.why === 'fileName') return 'fileName';
  if (!('column' in refusal)) return 'header1';
  const { column } = refusal;
  const field = Object.entries(sent).find(([name, value]) => name.startsWith('header') && value === column);
  const header = field?.[0] ?? 'header1';
  return refusal.why === 'header' ? header : header.replace('header', 'text');
}
