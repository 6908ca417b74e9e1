/**
 * A JSON value as Postgres writes its `jsonb`: shorter keys first, then in alphabetical order, with `, ` and `: ` in
 * between. The record signs values in this form, so the program and the database write the same.
 *
 * Keys must be ASCII, and numbers such that both write them alike: integers, or decimals without an exponent.
 */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => jsonbText(one ?? null)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(fields).toSorted(byLength)) {
    const field = fields[key];
    if (field !== undefined) text += `${text && ', '}${JSON.stringify(key)}: ${jsonbText(field)}`;
  }
  return `{${text}}`;
}

function byLength(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}
