import type { HtmlEscapedString } from 'hono/utils/html';

/** The escaped HTML of part of a page. */
export async function toHtml(element: HtmlEscapedString | Promise<HtmlEscapedString>): Promise<string> {
  return (await element).toString();
}
