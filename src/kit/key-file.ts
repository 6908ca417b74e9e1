import { randomBytes } from 'node:crypto';
import { chmod, chown, link, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asError } from './errors.ts';
import { keysFromText, keysToText, newKey, type RingKey } from './key-ring.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Creates a file with one new key that only its owner can read.
 *
 * The file is written aside and linked into place, so nobody ever reads half of it and an existing one is never
 * replaced.
 *
 * @throws with code `EEXIST` when the file already exists.
 */
export async function createKeyFile(path: string): Promise<RingKey[]> {
  const keys = [newKey()];
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  await makeFolder(dirname(path));
  try {
    await writePrivately(aside, keys);
    await link(aside, path);
  } finally {
    await unlink(aside).catch(ignoring('ENOENT'));
  }
  return keys;
}

/**
 * Replaces the keys in a file, which keeps its place behind a link, its owner and its mode. Whoever reads it meanwhile gets the old
 * ones or the new ones, whole.
 *
 * @throws with the file system's code, such as `EROFS` or `EACCES`, when it may not be written.
 */
export async function replaceKeyFile(path: string, keys: readonly RingKey[]): Promise<void> {
  const place = await realpath(path);
  const { mode, uid, gid } = await stat(place);
  const aside = `${place}.${randomBytes(6).toString('hex')}`;
  try {
    await writePrivately(aside, keys);
    await chown(aside, uid, gid);
    await chmod(aside, mode & 0o777);
    await rename(aside, place);
  } finally {
    await unlink(aside).catch(ignoring('ENOENT'));
  }
}

/** The keys in the file; undefined when there is no such file. */
export async function findKeysInFile(path: string): Promise<RingKey[] | undefined> {
  const text = await readFile(path, 'utf8').catch(ignoring('ENOENT'));
  return text === undefined ? undefined : keysOfFile(path, text);
}

/** The keys in the file, which is created if missing. Processes that start at the same time get the same keys. */
export async function loadOrCreateKeyFile(path: string): Promise<RingKey[]> {
  const found = await findKeysInFile(path);
  if (found) return found;

  const created = await createKeyFile(path).catch(ignoring('EEXIST'));
  return created ?? keysOfFile(path, await readFile(path, 'utf8'));
}

/**
 * The keys in the text of a key file.
 *
 * @throws with the path and what is wrong, never with a secret.
 */
export function keysOfFile(path: string, text: string): RingKey[] {
  try {
    return keysFromText(text);
  } catch (cause) {
    throw new Error(`The key file ${path} cannot be used: ${asError(cause).message}`, { cause });
  }
}

async function writePrivately(path: string, keys: readonly RingKey[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${keysToText(keys)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function ignoring(code: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== code) throw error;
    return undefined;
  };
}
