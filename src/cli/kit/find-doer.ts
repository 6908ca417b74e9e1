import type { Actor } from '#src/app.ts';
import type { Core } from '#src/process/open-core.ts';
import { getPersonWithEmail } from './get-person-with-email.ts';
import { operatorOf } from './operator.ts';

/** Who does what takes a right: the person behind `--as`, with the rights of their role; without one, the system's user. */
export async function findDoer(core: Core, as: string | undefined): Promise<Actor> {
  return as === undefined ? operatorOf(core) : getPersonWithEmail(core, as);
}
