/** The embedded Postgres is not available. The message is one line for people and says what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** The `code` of a Node or Postgres fault, such as `ENOENT` or `57P03`. */
export function codeOf(fault: unknown): string | undefined {
  if (!(fault instanceof Error) || !('code' in fault)) return undefined;
  return typeof fault.code === 'string' ? fault.code : undefined;
}

/** The first line of what went wrong. */
export function reasonOf(fault: unknown): string {
  const message = fault instanceof Error ? fault.message : String(fault);
  return message.split('\n', 1)[0] || codeOf(fault) || 'unknown fault';
}
