import { z } from 'zod';
import type { DirectorySaid } from '#src/domain/people/directory-user.ts';
import { readAll, readAttribute } from './read-scim-user.ts';
import { fieldOf, isFields } from './read-value.ts';
import { unreadable } from './scim-error.ts';

/** One step of a PATCH. `path`: undefined where the value says what it changes. */
export type PatchStep = { op: 'add' | 'replace' | 'remove'; path: string | undefined; value: unknown };

const Steps = z
  .array(
    z.object({
      op: z.string().transform((op) => op.toLowerCase()),
      path: z.string().max(500).nullish(),
      value: z.unknown().optional(),
    }),
  )
  .max(1_000);

/** The steps of a PATCH, whose words some directories write in capitals. */
export function readSteps(body: unknown): PatchStep[] {
  const operations = isFields(body) ? fieldOf(body, 'operations') : undefined;
  const read = Steps.safeParse(operations);
  if (!read.success)
    throw unreadable('Operations has to be a list of objects with op, path and value.', 'invalidSyntax');
  return read.data.map(({ op, path, value }) => {
    if (op !== 'add' && op !== 'replace' && op !== 'remove')
      throw unreadable(`op has to be add, replace or remove, not ${op}.`, 'invalidSyntax');
    return { op, path: path?.trim() || undefined, value };
  });
}

/** What a PATCH of a user comes to, the later step before the earlier one. */
export function readUserPatch(body: unknown): DirectorySaid {
  return Object.assign({}, ...readSteps(body).map(readStep)) as DirectorySaid;
}

function readStep({ op, path, value }: PatchStep): DirectorySaid {
  if (op === 'remove') return removed(path);
  if (path !== undefined) return readAttribute(path, value);
  if (!isFields(value)) throw unreadable('A step without a path needs an object as value.', 'invalidSyntax');
  return readAll(value);
}

/** Who somebody is and whether they are here cannot be taken away, only changed. */
function removed(path: string | undefined): DirectorySaid {
  if (path === undefined) throw unreadable('To remove something, name its path.', 'invalidPath');
  if (['username', 'active'].includes(path.toLowerCase()))
    throw unreadable(`${path} cannot be removed.`, 'mutability');
  return readAttribute(path, null);
}
