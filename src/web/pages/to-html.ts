import { withoutReordering } from '#src/domain/kit/plain-texts.ts';
import type { HtmlEscapedString } from 'hono/utils/html';

/** The escaped HTML of a page, or of part of one. Nothing in it reorders the text beside it. */
export async function toHtml(element: HtmlEscapedString | Promise<HtmlEscapedString>): Promise<string> {
  return withoutReordering((await element).toString());
}
