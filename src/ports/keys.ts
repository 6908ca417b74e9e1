import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Secret } from '#src/domain/kit/secret.ts';

/**
 * The secrets that guard codes. Keys can be added at runtime: the newest one writes, all of them read.
 * @see NIST SP 800-63B on look-up secrets: below 112 bits a keyed hash stands in for a salted one.
 */
export type KeyRing = {
  /** The ids of its keys, newest first. */
  ids(): readonly string[];
  mintCode(): SecretCode;
  /** HMAC-SHA256 under the newest key, 32 bytes, for the unique index. */
  indexOf(code: SecretCode): { keyId: string; hmac: Uint8Array };
  /** The HMACs under every key, newest first, to look a code up. */
  indexesOf(code: SecretCode): Uint8Array[];
  /** AES-256-GCM; `boundTo` is authenticated with it and must be given again to open it. */
  seal(code: SecretCode, boundTo: string): Uint8Array;
  /** Throws when the bytes were altered or belong to another `boundTo`; `MissingKey` when they were sealed with a key that is not here. */
  open(sealed: Uint8Array, boundTo: string): SecretCode;
  /** As `seal`, for a secret of this purpose, under a subkey of its own. */
  sealSecret(
    secret: Secret,
    boundTo: string,
    purpose?: SealingPurpose,
  ): { keyId: string; sealed: Uint8Array };
  /** As `open`, for what `sealSecret` sealed for this purpose. */
  openSecret(sealed: Uint8Array, boundTo: string, purpose?: SealingPurpose): Secret;
  /** The id of the key that sealed these bytes. Throws when they are not sealed. */
  keyIdOf(sealed: Uint8Array): string;
  /** HMAC-SHA256 of a text under the newest key, 32 bytes: shows later that it was written by who has the keys. */
  sign(text: string, purpose?: SigningPurpose): { keyId: string; mac: Uint8Array };
  /** Whether one of the keys signed this text, for this purpose. */
  isSigned(text: string, mac: Uint8Array, purpose?: SigningPurpose): boolean;
  /** Whether this key signed this text, for this purpose; false when it is not in the ring. */
  isSignedBy(keyId: string, text: string, mac: Uint8Array, purpose?: SigningPurpose): boolean;
};

/** Whose secret is sealed: a second factor's, unless said otherwise, a webhook's, or a code in stock. */
export type SealingPurpose = 'factor' | 'webhook' | 'stock';

/** What is signed: what is on record, unless said otherwise, or a request that waits to be decided. */
export type SigningPurpose = 'record' | 'request';
