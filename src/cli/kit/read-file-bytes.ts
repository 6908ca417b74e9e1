import { readFile } from 'node:fs/promises';
import { codeOf } from '#src/kit/errors.ts';
import { Refused } from './context.ts';

/** The bytes of a file that a command line names. Throws `Refused` when it cannot be read. */
export async function readFileBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = codeOf(error) ?? String(error);
    throw new Refused(
      reason === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${reason}.`,
    );
  }
}
