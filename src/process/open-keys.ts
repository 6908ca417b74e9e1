import { join } from 'node:path';
import type { Config } from '#src/config.ts';
import {
  compareKeys,
  isWrittenWithKeys,
  type KnownKey,
  listCodeKeys,
  rememberKeys,
} from '#src/db/kit/code-key.ts';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { findKeysInFile, loadOrCreateKeyFile } from '#src/kit/key-file.ts';
import { fingerprint, keysFromText, type RingKey } from '#src/kit/key-ring.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';

export type KeyConfig = Pick<Config, 'keys' | 'keysFile' | 'dir'>;

/** Where the ring comes from. `isOurs`: the file in the data folder, which Largesse makes. */
export type KeySource = { kind: 'setting'; text: string } | { kind: 'file'; path: string; isOurs: boolean };

export function keySourceOf({ keys: text, keysFile, dir }: KeyConfig): KeySource {
  if (text) return { kind: 'setting', text };
  return { kind: 'file', path: keysFile ?? join(dir, 'keys'), isOurs: keysFile === undefined };
}

/**
 * The keys of LARGESSE_KEYS, of LARGESSE_KEYS_FILE or of the key file in the data folder. That one is created only for a database
 * that was written with no key yet: a new key cannot read what an old one sealed.
 *
 * @throws `WrongSetup` when one of the database's keys is missing or has another secret, or LARGESSE_KEYS_FILE names no file.
 */
export async function openKeys(config: KeyConfig, db: Db): Promise<RingKey[]> {
  return takeKeys(db, await readKeys(config, db));
}

/** All keys of the source, retired ones included. */
export async function readKeys(config: KeyConfig, db: Db): Promise<RingKey[]> {
  const source = keySourceOf(config);
  if (source.kind === 'setting') return keysFromText(source.text);
  const { path, isOurs } = source;
  // Asked first: a process that starts at the same time creates the file before it tells the database.
  const mustExist = await isWrittenWithKeys(db);
  const found = await findKeysInFile(path);
  if (found) return found;
  if (!isOurs) throw noFile(path);
  if (mustExist) await compareKeys(db, []);
  return loadOrCreateKeyFile(path);
}

/**
 * The keys to work with: all but the retired ones. The database remembers the first, with which this process writes.
 *
 * @throws `WrongSetup` like `openKeys`, and when all of them are retired.
 */
export async function takeKeys(db: Reader, keys: readonly RingKey[]): Promise<RingKey[]> {
  const retired = (await listCodeKeys(db)).filter(({ retiredAt }) => retiredAt !== null);
  const live = keys.filter((key) => {
    return !retired.some(({ id, fingerprint: known }) => id === key.id && known === fingerprint(key));
  });
  if (live.length === 0) {
    const what = `The keys here are retired: ${keys.map(({ id }) => id).join(', ')}`;
    throw new WrongSetup({ what, fix: 'Give this process the keys of the others' });
  }
  await rememberKeys(db, live.map(knownKey));
  return live;
}

/** A key as the database knows it. */
export function knownKey(key: RingKey): KnownKey {
  return { id: key.id, fingerprint: fingerprint(key) };
}

function noFile(path: string): WrongSetup {
  return new WrongSetup({
    what: `LARGESSE_KEYS_FILE is ${path}, and there is no such file`,
    fix: `Restore it, or make one for a new database: (umask 077; largesse keys generate > ${path})`,
  });
}
