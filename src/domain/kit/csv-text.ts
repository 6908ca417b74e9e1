/** At the head of a file, so that spreadsheets read names as they are. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What parts the fields of a row. Excel reads `;` where people write decimals with a comma. */
export type Delimiter = ',' | ';';

/** Rows as CSV, quoted where RFC 4180 requires it, without a trailing line end. */
export function csvText(rows: readonly (readonly string[])[], delimiter: Delimiter = ','): string {
  return rows.map((row) => row.map((text) => quoted(defused(text), delimiter)).join(delimiter)).join('\r\n');
}

const FORMULA = /^\s*[=+@\-\uFF1D\uFF0B\uFF20\uFF0D\t\r]/u;
const NUMBER = /^-\d+(?:\.\d+)?$/u;

/**
 * Prefixes text that starts like a formula with a quote: spreadsheets would run it when the file is opened. A number below
 * zero is none.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function defused(text: string): string {
  return (FORMULA.test(text) || /^[\t\r]/u.test(text)) && !NUMBER.test(text) ? `'${text}` : text;
}

function quoted(text: string, delimiter: Delimiter): string {
  return /["\r\n]/u.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}
