import { may, type Scope } from '#src/domain/people/access.ts';

/** Whether a reader is of those who may erase people: somebody with a shell, HR or an admin. */
export function keepsPeople({ isAll, role }: Scope): boolean {
  return isAll && (role === undefined || may(role, 'erase-people'));
}
