import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes as nodeRandomBytes,
} from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeFromBytes } from '#src/domain/gift/code-format.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { makeFolder } from './make-folder.ts';
import { createRandomPool, type RandomBytes } from './random-pool.ts';

/** One key of the ring: `id` names it in the database; `secret` is 32 bytes that are never stored there. */
export type RingKey = { id: string; secret: Uint8Array };

/** A ring whose keys can be replaced while in use, to rotate them without a restart. */
export type RotatingKeyRing = KeyRing & {
  /** Newest first. Throws, and keeps the old keys, when the list is empty or repeats an id. */
  replace(keys: readonly RingKey[]): void;
};

/** A key's two subkeys: a leak of one reveals nothing about the other. */
type Subkeys = { id: string; index: Uint8Array; seal: Uint8Array };

const SECRET_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const SEALED_VERSION = 1;

/**
 * Guards codes with the given keys, newest first: the first one writes, all of them read.
 *
 * @throws when there is no key, an id is repeated, or a key is not 32 bytes.
 */
export function createKeyRing(
  keys: readonly RingKey[],
  randomBytes: RandomBytes = createRandomPool(),
): RotatingKeyRing {
  let ring = ringOf(keys);
  return {
    mintCode: () => codeFromBytes(randomBytes(15)),
    indexOf: (code) => ({ keyId: ring[0].id, hmac: indexUnder(ring[0], code) }),
    indexesOf: (code) => ring.map((key) => indexUnder(key, code)),
    seal: (code, boundTo) => sealUnder(ring[0], code, boundTo, randomBytes(NONCE_LENGTH)),
    open: (sealed, boundTo) => openWith(ring, sealed, boundTo),
    replace(newKeys) {
      ring = ringOf(newKeys);
    },
  };
}

/**
 * Reads the format of `LARGESSE_KEYS`: `id:base64,id:base64`, newest first.
 *
 * @throws with what is wrong and where, never with the secret.
 */
export function keysFromText(text: string): RingKey[] {
  const entries = text
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .map((entry, index) => keyFromEntry(entry, index + 1));
  ringOf(entries);
  return entries;
}

/** Writes the format that `keysFromText` reads. */
export function keysToText(keys: readonly RingKey[]): string {
  return keys.map(({ id, secret }) => `${id}:${Buffer.from(secret).toString('base64')}`).join(',');
}

/** A new key with a random id. */
export function newKey(): RingKey {
  return { id: `k${nodeRandomBytes(4).toString('hex')}`, secret: nodeRandomBytes(SECRET_LENGTH) };
}

/**
 * Identifies a key without revealing it. Stored in the database to detect a process that runs with the wrong ring. 32
 * hexadecimal digits.
 */
export function fingerprint(key: RingKey): string {
  return Buffer.from(subkey(key, 'fingerprint')).toString('hex').slice(0, 32);
}

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
  const aside = `${path}.${nodeRandomBytes(6).toString('hex')}`;
  await makeFolder(dirname(path));
  try {
    await writePrivately(aside, `${keysToText(keys)}\n`);
    await link(aside, path);
  } finally {
    await unlink(aside).catch(ignoring('ENOENT'));
  }
  return keys;
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

function keysOfFile(path: string, text: string): RingKey[] {
  try {
    return keysFromText(text);
  } catch (error) {
    throw new Error(
      `The key file ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function writePrivately(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
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

function keyFromEntry(entry: string, place: number): RingKey {
  const [, id, encoded] = /^([\w.-]{1,64}):([\w+/-]+=*)$/.exec(entry) ?? [];
  if (id === undefined || encoded === undefined) {
    throw new Error(
      `Key ${place} must look like 2026-a:<base64 of ${SECRET_LENGTH} bytes>, as from: openssl rand -base64 32`,
    );
  }
  return { id, secret: Buffer.from(encoded, 'base64') };
}

function ringOf(keys: readonly RingKey[]): [Subkeys, ...Subkeys[]] {
  const [newest, ...older] = keys.map(subkeysOf);
  if (newest === undefined) throw new Error('The key ring is empty: it needs at least one key, id:base64');

  const ids = keys.map((key) => key.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`Key ${twice} appears twice: every key needs its own id`);
  return [newest, ...older];
}

function subkeysOf(key: RingKey): Subkeys {
  if (key.secret.length !== SECRET_LENGTH) {
    throw new Error(`Key ${key.id} has ${key.secret.length} bytes, it needs ${SECRET_LENGTH}`);
  }
  if (!/^[\w.-]{1,64}$/.test(key.id)) {
    throw new Error('A key id is 1 to 64 letters, digits, dots, dashes or underscores');
  }
  return { id: key.id, index: subkey(key, 'index'), seal: subkey(key, 'seal') };
}

function subkey(key: RingKey, purpose: 'index' | 'seal' | 'fingerprint'): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.secret, '', `largesse/code/${purpose}`, 32));
}

/**
 * Goes through a string: a digest as a Buffer has its own memory, which is expensive to collect for thousands of codes.
 */
function indexUnder(key: Subkeys, code: SecretCode): Uint8Array {
  return Buffer.from(createHmac('sha256', key.index).update(code.reveal()).digest('hex'), 'hex');
}

/** version (1 byte), length of the key id (1), key id, nonce (12), ciphertext, tag (16). */
function sealUnder(key: Subkeys, code: SecretCode, boundTo: string, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key.seal, nonce).setAAD(Buffer.from(boundTo));
  const ciphertext = cipher.update(code.reveal(), 'utf8');
  const id = Buffer.from(key.id);
  const head = Buffer.of(SEALED_VERSION, id.length);
  return Buffer.concat([head, id, nonce, ciphertext, cipher.final(), cipher.getAuthTag()]);
}

function openWith(ring: readonly Subkeys[], sealed: Uint8Array, boundTo: string): SecretCode {
  const { keyId, nonce, ciphertext, tag } = partsOf(Buffer.from(sealed));
  const key = ring.find(({ id }) => id === keyId);
  if (!key) throw new Error(`This code was sealed with key ${keyId}, which is not in the key ring`);

  const decipher = createDecipheriv('aes-256-gcm', key.seal, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(tag);
  try {
    return new SecretCode(decipher.update(ciphertext, undefined, 'utf8') + decipher.final('utf8'));
  } catch (error) {
    throw new Error('This sealed code was altered, or belongs to something else', { cause: error });
  }
}

function partsOf(sealed: Buffer) {
  const nonceAt = 2 + (sealed[1] ?? 0);
  const ciphertextAt = nonceAt + NONCE_LENGTH;
  const tagAt = sealed.length - TAG_LENGTH;
  if (sealed[0] !== SEALED_VERSION || tagAt < ciphertextAt)
    throw new Error('These bytes are not a sealed code');
  return {
    keyId: sealed.toString('utf8', 2, nonceAt),
    nonce: sealed.subarray(nonceAt, ciphertextAt),
    ciphertext: sealed.subarray(ciphertextAt, tagAt),
    tag: sealed.subarray(tagAt),
  };
}
