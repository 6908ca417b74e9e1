import { codeOf } from '#src/kit/errors.ts';

/** The embedded Postgres cannot be had. The message is one line for people and says what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** The first line of what went wrong. */
export function reasonOf(fault: unknown): string {
  const message = fault instanceof Error ? fault.message : String(fault);
  return message.split('\n', 1)[0] || codeOf(fault) || 'unknown fault';
}
