import { userInfo } from 'node:os';
import type { Operator } from '#src/app.ts';
import type { Core } from '#src/process/open-core.ts';

/**
 * Who runs the program. Anybody with a shell here and the database sees the whole organization. Named after the person
 * in `--as`, otherwise after the operating system's user.
 */
export function operatorOf({ organization }: Pick<Core, 'organization'>, as?: string): Operator {
  return { organizationId: organization.id, operator: as ?? userName() };
}

/** The operating system's user. A container may run as one without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
