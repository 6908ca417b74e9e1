/**
 * A value with every text in it as the database can keep it: without zero characters, and with U+FFFD in the place of half a
 * character, as is left of an emoji that was cut in two.
 */
export function withPlainTexts<T>(value: T): T {
  return plain(value) as T;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
