/** At the head of a file, so that spreadsheets read names as they are. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Rows as CSV, quoted where RFC 4180 requires it, without a trailing line end. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(field).join(',')).join('\r\n');
}

/**
 * Prefixes text that starts like a formula with a quote: spreadsheets would run it when the file is opened.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function field(text: string): string {
  const isFormula = /^[=+@\t\r]/u.test(text) || (text.startsWith('-') && !/^-[\d.]+$/u.test(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
