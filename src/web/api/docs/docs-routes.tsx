import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import { toHtml } from '../../pages/to-html.ts';
import { DocsPage } from './page.tsx';
import { START_SCRIPT } from './start-script.ts';

/** Files of Swagger UI, by the names that the page asks for, and what we add: it looks right on a light page only. */
const FILES = {
  'swagger-ui.css': { type: 'text/css; charset=utf-8', more: '\n:root { color-scheme: only light; }\n' },
  'swagger-ui-bundle.js': { type: 'text/javascript; charset=utf-8', more: '' },
} as const;

const { resolve } = createRequire(import.meta.url);

/** The API's document as people read it. Everything comes from here: nothing inline, no other host. */
export function docsRoutes(): Hono {
  const routes = new Hono();
  routes.get('/v1/docs', async (c) => c.html(await toHtml(<DocsPage />)));
  routes.get('/v1/docs/start.js', (c) =>
    c.body(START_SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  for (const [name, { type, more }] of Object.entries(FILES)) {
    routes.get(`/v1/docs/${name}`, async (c) => {
      const file = await readFile(resolve(`swagger-ui-dist/${name}`), 'utf8');
      return c.body(file + more, 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' });
    });
  }
  return routes;
}
