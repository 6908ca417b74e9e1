import { Option } from 'commander';
import type { Core } from '#src/process/open-core.ts';
import { getPersonWithEmail } from './get-person-with-email.ts';
import { readEmail } from './read-arguments.ts';

/** `--as` of a command whose doer is on record. */
export function asOption(): Option {
  return new Option(
    '--as <email>',
    'who is on record for it, whatever their role: a shell here may do anything, except raise what that person gives themselves; default: the user of the system',
  ).argParser(readEmail);
}

/** Who does something, for the record: the person behind `--as`; without one, the system's user is on record by name. */
export async function findActor(core: Core, as: string | undefined): Promise<{ actorId: string | null }> {
  return { actorId: as === undefined ? null : (await getPersonWithEmail(core, as)).id };
}
