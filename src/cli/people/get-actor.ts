import type { Actor } from '#src/app.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Core } from '#src/process/open-core.ts';

/** The person in `--as`, whose rights then count; without it, whoever runs the program. */
export async function getActor(core: Core, as: string | undefined): Promise<Actor> {
  return as === undefined ? operatorOf(core) : getPersonWithEmail(core, as);
}
