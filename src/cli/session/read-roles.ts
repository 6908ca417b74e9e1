import { readRole } from '#src/cli/kit/read-arguments.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** Roles in a list, such as `hr,finance`; none of them for `none`. */
export function readRoles(text: string): readonly Role[] {
  if (text.trim() === 'none') return [];
  return text.split(',').map((role) => readRole(role.trim()));
}
