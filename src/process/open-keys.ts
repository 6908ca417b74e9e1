import { join } from 'node:path';
import type { Config } from '#src/config.ts';
import { compareKeys, isWrittenWithKeys, rememberKeys } from '#src/db/gift/code-key.ts';
import type { Db } from '#src/db/kit/schema.ts';
import {
  findKeysInFile,
  fingerprint,
  keysFromText,
  loadOrCreateKeyFile,
  type RingKey,
} from '#src/kit/key-ring.ts';

/**
 * The keys of LARGESSE_KEYS or of the key file, which the database remembers. A key file is created only for a database
 * that was written with no key yet: a new key cannot read what an old one sealed.
 *
 * @throws `WrongCodeKey` when one of the database's keys is missing or has another secret.
 */
export async function openKeys(
  { keys: text, dir }: Pick<Config, 'keys' | 'dir'>,
  db: Db,
): Promise<RingKey[]> {
  const keys = text ? keysFromText(text) : await openKeyFile(join(dir, 'keys'), db);
  await rememberKeys(
    db,
    keys.map((key) => ({ id: key.id, fingerprint: fingerprint(key) })),
  );
  return keys;
}

/** Asks the database first: a process that starts at the same time creates the file before it tells the database. */
async function openKeyFile(path: string, db: Db): Promise<RingKey[]> {
  const mustExist = await isWrittenWithKeys(db);
  const found = await findKeysInFile(path);
  if (found) return found;
  if (mustExist) await compareKeys(db, []);
  return loadOrCreateKeyFile(path);
}
