/** A link in characters that mean nothing to markdown, or one character that does. */
const LINK_OR_MARK = /(?<!\w)https?:\/\/[\w\-.~:/?#@!$&'(),;=%+]+|[\\*_~`|<>[\]#]/g;
/** Only spaces of the same line stand before it: with `\s` a text of many empty lines would take minutes. */
const LIST_MARK = /^([^\S\r\n\u2028\u2029]*)([-+]|\d+(?=\.))/gm;

/**
 * Makes Discord show `text` as it stands: no markdown, no mention, no masked link. Plain links stay whole.
 * Half a character becomes U+FFFD: Discord's API breaks at it.
 *
 * The `escapeMarkdown` of discord.js is not enough for what strangers type: it lets through the second masked
 * link of a line, `<@mentions>`, quotations and `-#` subtext.
 */
export function escapeText(text: string): string {
  return text.toWellFormed().replaceAll(LINK_OR_MARK, escapeMark).replaceAll(LIST_MARK, escapeListMark);
}

function escapeMark(match: string): string {
  return match.length === 1 ? `\\${match}` : match;
}

/** A number is escaped behind it (`1\.`): a backslash before a digit would be shown. */
function escapeListMark(_match: string, indent: string, mark: string): string {
  return /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`;
}
