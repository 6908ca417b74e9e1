/** A link made of characters that markdown ignores, or one character that it does not. */
const LINK_OR_MARK = /(?<!\w)https?:\/\/[\w\-.~:/?#@!$&'(),;=%+]+|[\\*_~`|<>[\]#]/g;
/** Matches spaces of the same line only: with `\s`, a text of many empty lines would take minutes. */
const LIST_MARK = /^([^\S\r\n\u2028\u2029]*)([-+]|\d+(?=\.))/gm;

/**
 * Makes Discord show `text` literally: no markdown, no mentions, no masked links. Plain links stay whole. Lone
 * surrogates become U+FFFD, because Discord's API rejects them.
 *
 * discord.js's `escapeMarkdown` is not enough for text from strangers: it lets through the second masked link of a
 * line, `<@mentions>`, quotations and `-#` subtext.
 */
export function escapeText(text: string): string {
  return text.toWellFormed().replaceAll(LINK_OR_MARK, escapeMark).replaceAll(LIST_MARK, escapeListMark);
}

function escapeMark(match: string): string {
  return match.length === 1 ? `\\${match}` : match;
}

/** A number is escaped after its digits (`1\.`): Discord would show a backslash before a digit. */
function escapeListMark(_match: string, indent: string, mark: string): string {
  return /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`;
}
