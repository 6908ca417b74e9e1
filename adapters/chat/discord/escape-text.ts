import { withoutReordering } from '#src/domain/kit/plain-texts.ts';

/** A link, or one character that markdown does not ignore. */
const LINK_OR_MARK = /(?<!\w)https?:\/\/[\w\-.~:/?#@!$&'(),;=%+*|`[\]\\]+|[\\*_~`|<>[\]#]/g;
/** Matches spaces of the same line only: with `\s`, a text of many empty lines would take minutes. */
const LIST_MARK = /^([^\S\r\n\u2028\u2029]*)([-+]|\d+(?=\.))/gm;

/**
 * Makes Discord show `text` literally: no markdown, no mentions, no masked links. Plain links stay whole, with what markdown might take for its own encoded. Lone
 * surrogates become U+FFFD, because Discord's API rejects them.
 *
 * discord.js's `escapeMarkdown` is not enough for text from strangers: it lets through the second masked link of a
 * line, `<@mentions>`, quotations and `-#` subtext.
 */
export function escapeText(text: string): string {
  return withoutReordering(text)
    .toWellFormed()
    .replaceAll(LINK_OR_MARK, escapeMark)
    .replaceAll(LIST_MARK, escapeListMark);
}

/** A backslash would be part of the link. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function escapeMark(match: string): string {
  return match.length === 1 ? `\\${match}` : match.replaceAll(/[*|`[\]\\]/g, percentEncoded);
}

/** A number is escaped after its digits (`1\.`): Discord would show a backslash before a digit. */
function escapeListMark(_match: string, indent: string, mark: string): string {
  return /\d/.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`;
}
