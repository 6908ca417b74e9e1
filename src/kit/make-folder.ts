import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './errors.ts';

/**
 * Creates a folder and those above it that are missing; returns the first one created, if any. Like `mkdir` with
 * `recursive`, which never ends on file systems that take no folders, such as `/proc`.
 *
 * @throws with the code of the file system, such as `ENOENT` or `EACCES`.
 */
export async function makeFolder(path: string, mode?: number): Promise<string | undefined> {
  const parent = dirname(path);
  try {
    return await makeOne(path, mode);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error;
  }
  const above = await makeFolder(parent, mode);
  const made = await makeOne(path, mode);
  return above ?? made;
}

/** Undefined when it is there already. */
async function makeOne(path: string, mode: number | undefined): Promise<string | undefined> {
  try {
    await mkdir(path, mode);
    return path;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}
