import type { SecretCode } from '#src/domain/gift/secret-code.ts';

/**
 * The secrets that guard codes. Keys can be added at runtime: the newest one writes, all of them read.
 * @see NIST SP 800-63B on look-up secrets: below 112 bits a keyed hash stands in for a salted one.
 */
export type KeyRing = {
  mintCode(): SecretCode;
  /** HMAC-SHA256 under the newest key, 32 bytes, for the unique index. */
  indexOf(code: SecretCode): { keyId: string; hmac: Uint8Array };
  /** The HMACs under every key, newest first, to look a code up. */
  indexesOf(code: SecretCode): Uint8Array[];
  /** AES-256-GCM; `boundTo` is authenticated with it and must be given again to open it. */
  seal(code: SecretCode, boundTo: string): Uint8Array;
  /** Throws when the bytes were altered, belong to another `boundTo`, or were sealed with a missing key. */
  open(sealed: Uint8Array, boundTo: string): SecretCode;
};
