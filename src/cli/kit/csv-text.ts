/** Rows as CSV, quoted where RFC 4180 demands it, without a line end after the last one. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(field).join(',')).join('\r\n');
}

/**
 * A text that begins like a formula is run by spreadsheets when the file is opened; a quote in front keeps it text.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function field(text: string): string {
  const isFormula = /^[=+@\t\r]/u.test(text) || (text.startsWith('-') && !/^-[\d.]+$/u.test(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
