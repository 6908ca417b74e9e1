/**
 * A value with all its texts made storable: without NUL characters, and with U+FFFD in place of lone surrogates, such
 * as remain of an emoji that was cut in two.
 */
export function withPlainTexts<T>(value: T): T {
  return mapTexts(value, (text) => text.replaceAll('\0', '').toWellFormed());
}

/** A value of plain data with all its texts replaced. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  return mapped(value, change) as T;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, mapped(field, change)]));
}

/**
 * A text without the characters that change the order in which others are read, such as U+202E: behind one, an amount
 * reads backwards. Arabic and Hebrew need none of them.
 *
 * @see https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
 */
export function withoutReordering(text: string): string {
  return text.replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, '');
}
