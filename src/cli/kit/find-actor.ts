import type { Core } from '#src/process/open-core.ts';
import { getPersonWithEmail } from './get-person-with-email.ts';
import { operatorOf } from './operator.ts';

/** Who does something, for the record: the person behind `--as`, else the user of the operating system, by name. */
export async function findActor(
  core: Core,
  as: string | undefined,
): Promise<{ actorId?: string; operator: string }> {
  const { operator } = operatorOf(core, as);
  if (as === undefined) return { operator };
  const { id: actorId } = await getPersonWithEmail(core, as);
  return { actorId, operator };
}
