import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes as nodeRandomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { codeFromBytes } from '#src/domain/gift/code-format.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import type { KeyRing, SealingPurpose, SigningPurpose } from '#src/ports/keys.ts';
import { MissingKey } from './missing-key.ts';
import { createRandomPool, type RandomBytes } from './random-pool.ts';

/** One key of the ring: `id` names it in the database; `secret` is 32 bytes that are never stored there. */
export type RingKey = { id: string; secret: Uint8Array };

/** A ring whose keys can be replaced while in use, to rotate them without a restart. */
export type RotatingKeyRing = KeyRing & {
  /** Newest first. Throws, and keeps the old keys, when the list is empty or repeats an id. */
  replace(keys: readonly RingKey[]): void;
};

/** A key's subkeys, one a purpose: a leak of one reveals nothing about the others. */
type Subkeys = { id: string; index: Uint8Array } & Record<Sealing | SigningPurpose, Uint8Array>;

/** What is sealed: codes, or secrets of a purpose. */
type Sealing = 'seal' | SealingPurpose;

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
    ids: () => ring.map(({ id }) => id),
    mintCode: () => codeFromBytes(randomBytes(15)),
    indexOf: (code) => ({ keyId: ring[0].id, hmac: indexUnder(ring[0], code) }),
    indexesOf: (code) => ring.map((key) => indexUnder(key, code)),
    seal(code, boundTo) {
      const clear = code.reveal();
      return sealUnder(ring[0], { clear, boundTo, as: 'seal', nonce: randomBytes(NONCE_LENGTH) });
    },
    open: (sealed, boundTo) => new SecretCode(openWith(ring, { sealed, boundTo, as: 'seal' })),
    sealSecret(secret, boundTo, as = 'factor') {
      const clear = secret.reveal();
      const sealed = sealUnder(ring[0], { clear, boundTo, as, nonce: randomBytes(NONCE_LENGTH) });
      return { keyId: ring[0].id, sealed };
    },
    openSecret: (sealed, boundTo, as = 'factor') => new Secret(openWith(ring, { sealed, boundTo, as })),
    keyIdOf: (sealed) => partsOf(Buffer.from(sealed)).keyId,
    sign: (text, purpose = 'record') => ({ keyId: ring[0].id, mac: hmacUnder(ring[0][purpose], text) }),
    isSigned: (text, mac, purpose = 'record') =>
      ring.some((key) => isEqual(hmacUnder(key[purpose], text), mac)),
    isSignedBy(keyId, text, mac, purpose = 'record') {
      const key = ring.find(({ id }) => id === keyId);
      return key !== undefined && isEqual(hmacUnder(key[purpose], text), mac);
    },
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
  const { id } = key;
  return {
    id,
    index: subkey(key, 'index'),
    seal: subkey(key, 'seal'),
    factor: subkey(key, 'factor'),
    webhook: subkey(key, 'webhook'),
    stock: subkey(key, 'stock'),
    record: subkey(key, 'record'),
    request: subkey(key, 'request'),
  };
}

function subkey(key: RingKey, purpose: 'index' | 'fingerprint' | Sealing | SigningPurpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key.secret, '', `largesse/code/${purpose}`, 32));
}

/**
 * Goes through a string: a digest as a Buffer has its own memory, which is expensive to collect for thousands of codes.
 */
function hmacUnder(key: Uint8Array, text: string): Uint8Array {
  return Buffer.from(createHmac('sha256', key).update(text).digest('hex'), 'hex');
}

function indexUnder(key: Subkeys, code: SecretCode): Uint8Array {
  return hmacUnder(key.index, code.reveal());
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** version (1 byte), length of the key id (1), key id, nonce (12), ciphertext, tag (16). */
function sealUnder(
  key: Subkeys,
  { clear, boundTo, as, nonce }: { clear: string; boundTo: string; as: Sealing; nonce: Uint8Array },
): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key[as], nonce).setAAD(Buffer.from(boundTo));
  const ciphertext = cipher.update(clear, 'utf8');
  const id = Buffer.from(key.id);
  const head = Buffer.of(SEALED_VERSION, id.length);
  return Buffer.concat([head, id, nonce, ciphertext, cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed, in clear. */
function openWith(
  ring: readonly Subkeys[],
  { sealed, boundTo, as }: { sealed: Uint8Array; boundTo: string; as: Sealing },
): string {
  const { keyId, nonce, ciphertext, tag } = partsOf(Buffer.from(sealed));
  const key = ring.find(({ id }) => id === keyId);
  if (!key) throw new MissingKey(keyId);

  const decipher = createDecipheriv('aes-256-gcm', key[as], nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(tag);
  try {
    return decipher.update(ciphertext, undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new Error(
      `This sealed ${as === 'seal' ? 'code' : 'secret'} was altered, or belongs to something else`,
      {
        cause: error,
      },
    );
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
