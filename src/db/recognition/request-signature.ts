import { requestText, type TakenRequest } from '#src/domain/recognition/request-text.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/** The columns of a request's signature; both are null when it has none. */
export type RequestSignature = { keyId: string | null; mac: Buffer | null };

/** A request as it waits in the database. */
export type SignedRequest = TakenRequest & RequestSignature;

/** The columns that a request is signed by. */
export const signatureColumns = ['key_id as keyId', 'mac'] as const;

export function signRequest(
  { sign }: Pick<KeyRing, 'sign'>,
  request: TakenRequest,
): { keyId: string; mac: Buffer } {
  const { keyId, mac } = sign(requestText(request), 'request');
  return { keyId, mac: Buffer.from(mac) };
}

/**
 * Whether Largesse took a request in as it is. `unknown-key`: only a process that has the key can tell, so it is to be
 * left alone.
 */
export function judgeRequest(
  keys: Pick<KeyRing, 'ids' | 'isSigned'>,
  request: SignedRequest,
): 'signed' | 'unsigned' | 'unknown-key' {
  const { keyId, mac } = request;
  if (keyId === null || mac === null) return 'unsigned';
  if (keys.isSigned(requestText(request), mac, 'request')) return 'signed';
  return keys.ids().includes(keyId) ? 'unsigned' : 'unknown-key';
}

/** Says why a request is left alone. */
export function unknownKeyOf({ id, keyId }: Pick<SignedRequest, 'id' | 'keyId'>): MissingKey {
  return new MissingKey(keyId ?? '', `Request ${id} was signed`);
}
