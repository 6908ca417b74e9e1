import { userInfo } from 'node:os';
import type { Operator } from '#src/app.ts';
import type { Core } from '#src/process/open-core.ts';

/**
 * Who runs the program: whoever has a shell here and the database sees all of the organization. They go by the person whom
 * `--as` names, else by the operating system's user.
 */
export function operatorOf({ organization }: Pick<Core, 'organization'>, as?: string): Operator {
  return { organizationId: organization.id, operator: as ?? userName() };
}

/** A container may run as a user without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
