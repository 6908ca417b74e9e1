import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import { toHtml } from '../pages/to-html.ts';

type Status = 200 | 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 429 | 500 | 503;

/** Answers with a page that no browser or proxy keeps: it says what somebody has. */
export async function show(
  c: Context,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
  status: Status = 200,
): Promise<Response> {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  return c.html(await toHtml(page), status);
}
