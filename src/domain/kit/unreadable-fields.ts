/** The part of a schema's error that names fields. */
type SchemaError = { issues: readonly { path: readonly PropertyKey[]; code: string; expected?: unknown }[] };

const MOST_NAMED = 5;

/** Names the fields that do not fit a schema and what was expected there, for a log: never what they hold. */
export function unreadableFields({ issues }: SchemaError): string[] {
  return issues.slice(0, MOST_NAMED).map(({ path, code, expected }) => {
    const name = path.map(String).join('.') || 'all of it';
    return `${name}: ${typeof expected === 'string' ? `expected ${expected}` : code}`;
  });
}
