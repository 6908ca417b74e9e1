import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Db } from '#src/db/kit/schema.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { serveWeb } from '#src/web/serve-web.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { beginFor, openSite } from './open-site.ts';

/** The short form of it takes a browser half as long to read. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Set to a folder to look at the pages. */
const PICTURES = process.env['PICTURES'];

type Look = { width: number; scheme: 'light' | 'dark'; isByAxe?: true };

/** Between them, axe sees the narrow and the wide page, and the light and the dark one. Colors move nothing. */
const LOOKS: readonly Look[] = [
  { width: 390, scheme: 'light', isByAxe: true },
  { width: 800, scheme: 'light' },
  { width: 1280, scheme: 'dark', isByAxe: true },
];
/** How else people look. */
const MORE_LOOKS: readonly Look[] = [
  { width: 390, scheme: 'dark' },
  { width: 800, scheme: 'dark' },
  { width: 1280, scheme: 'light' },
];

export type BrowsedSite = Awaited<ReturnType<typeof openInBrowser>>;

/** The company's pages on a port of this machine, and a browser that looks at them. */
export async function openInBrowser(db: Db) {
  const browser = await openBrowser();
  const site = await openSite(db, { publicUrl: undefined });
  const { core } = site;
  const { words } = site.site;
  const web = await serveWeb({
    app: createWebApp({
      log: core.log,
      newId: core.newId,
      checks: {},
      site: site.site,
      approvals: { app: core.app, words },
      claims: { app: core.app, words },
    }),
    webhooks: [],
    host: '127.0.0.1',
    port: 0,
  });
  return {
    ...site,
    browser,
    url: web.url,
    openAs,
    async close() {
      await browser.close();
      await web.close();
    },
  };

  /** A page as somebody who is signed in; a stranger's where nobody is named. */
  async function openAs(who: string | undefined, options: { width?: number } = {}): Promise<Page> {
    await browser.clearCookies();
    const page = await browser.newPage();
    await page.setViewportSize({ width: options.width ?? 1280, height: 900 });
    if (who !== undefined) await signIn(who);
    return page;
  }

  /** Past the pages, which would be two to load for each that is looked at. */
  async function signIn(who: string): Promise<void> {
    const { token: value } = await beginFor(core, await site.person(who));
    const { hostname: domain } = new URL(web.url);
    const cookie = { name: '__Host-largesse', value, domain, path: '/' };
    await browser.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Lax' }]);
  }
}

/** What axe finds that keeps people out. */
export async function seriousFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: {
          run(options: {
            resultTypes: string[];
          }): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      }
    ).axe.run({ resultTypes: ['violations'] }),
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** By how many pixels the page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** What is wrong with the page as it stands, in any width, light or dark: too wide, or something that keeps people out. */
export async function look(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { width, scheme, isByAxe } of PICTURES ? [...LOOKS, ...MORE_LOOKS] : LOOKS) {
    const where = `${width} pixels, ${scheme}`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    const overflow = await overflowOf(page);
    if (overflow > 0) wrong.push(`${where}: ${overflow} pixels too wide`);
    if (isByAxe) wrong.push(...(await seriousFaults(page)).map((fault) => `${where}: ${fault}`));
    await picture(page, `${name}-${width}-${scheme}`);
  }
  return wrong;
}

/** Keeps a picture where somebody wants to look at them. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  await page.screenshot({ path: `${PICTURES}/${name.replaceAll(' ', '-')}.png`, fullPage: true });
}
