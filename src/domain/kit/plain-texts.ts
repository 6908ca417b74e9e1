/**
 * A value with all its texts made storable: without NUL characters, and with U+FFFD in place of lone surrogates, such
 * as remain of an emoji that was cut in two.
 */
export function withPlainTexts<T>(value: T): T {
  return plain(value) as T;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}
