import type { Config } from '#src/config.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { listErased } from '#src/db/people/erased-person.ts';
import { erasedListFile } from '#src/process/erased-list-file.ts';
import type { Finding } from '#src/ports/doctor.ts';

/** Whether everybody who was erased is on the list outside, and everybody on the list is erased here: a restored database forgets. */
export async function checkErased(
  { erasedIdsFile }: Pick<Config, 'erasedIdsFile'>,
  db: Db,
): Promise<Finding[]> {
  const subject = 'Erased people';
  const erased = await listErased(db);
  if (erasedIdsFile === undefined) {
    if (erased.length === 0) return [];
    const message = `${erased.length} were erased, and only this database knows: a restored one would have them back`;
    const fix = 'Set ERASED_IDS_FILE to a file that is not restored with the database';
    return [{ subject, level: 'warning', message, fix }];
  }
  const listed = new Set((await erasedListFile(erasedIdsFile).read()).map(({ personId }) => personId));
  const known = await db
    .selectFrom('person')
    .select('id')
    .where('id', 'in', [...listed, NOBODY])
    .execute();
  const done = new Set(erased.map(({ personId }) => personId));
  const back = known.filter(({ id }) => !done.has(id)).length;
  if (back > 0) {
    const message = `${back} on the list are here as if nothing had been`;
    return [
      { subject, level: 'problem', message, fix: `Run: largesse people erase --from-list ${erasedIdsFile}` },
    ];
  }
  const unlisted = erased.filter(({ personId }) => !listed.has(personId)).length;
  if (unlisted > 0) {
    const message = `${unlisted} are erased here and not on the list`;
    return [
      {
        subject,
        level: 'warning',
        message,
        fix: `Add them to ${erasedIdsFile}: a restore would bring them back`,
      },
    ];
  }
  return [{ subject, level: 'ok', message: `${listed.size} on the list, all erased here` }];
}

/** So that the list of ids is never empty. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
