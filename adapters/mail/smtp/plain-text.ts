/** Plain text as HTML, line breaks kept. */
export function inHtml(text: string): string {
  return escaped(text).replaceAll('\n', '<br />');
}

/** Plain text for HTML and MJML, attributes included. */
export function escaped(text: string): string {
  return clean(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** For titles and table cells: nothing in it can begin a line of its own. */
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

/** Without control characters but line feeds and tabs, and without half characters. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '');
}

/** A level within 0 and 1, whatever was given. */
export function shareOf(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
