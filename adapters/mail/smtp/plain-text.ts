import { withoutReordering } from '#src/domain/kit/plain-texts.ts';

/** Plain text as HTML, keeping line breaks. */
export function inHtml(text: string): string {
  return escaped(text).replaceAll('\n', '<br />');
}

/** Escapes plain text for HTML and MJML, attributes included. */
export function escaped(text: string): string {
  return clean(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** One line, for titles and table cells: nothing in it can start a new line. */
export function oneLine(text: string): string {
  return clean(text).replaceAll(/\s+/g, ' ').trim();
}

const MAX_HEADER_LENGTH = 200;

/**
 * For a mail's headers: one line, cut to 200 characters. Nodemailer folds them between words only, and servers refuse
 * lines of over 998 characters (RFC 5322, 2.1.1).
 */
export function headerText(text: string): string {
  const line = oneLine(text);
  if (line.length <= MAX_HEADER_LENGTH) return line;
  return `${line.slice(0, MAX_HEADER_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Strips control characters except line feeds and tabs, those that reorder text, and lone surrogates. */
export function clean(text: string): string {
  return withoutReordering(text)
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '');
}

/** Clamps a level to 0 to 1. */
export function shareOf(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
