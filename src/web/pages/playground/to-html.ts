import type { HtmlEscapedString } from 'hono/utils/html';

/** The escaped HTML of a piece of a page. */
export async function toHtml(element: HtmlEscapedString | Promise<HtmlEscapedString>): Promise<string> {
  return (await element).toString();
}
