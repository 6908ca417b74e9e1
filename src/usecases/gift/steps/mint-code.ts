import type { SealedCode } from '#src/db/gift/gift.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/** Makes a gift's code. Nobody sees it in clear, and the sealed form opens for this gift only. */
export function mintCode(keys: KeyRing, giftId: string): SealedCode {
  const code = keys.mintCode();
  const { keyId, hmac } = keys.indexOf(code);
  return { keyId, hmac, sealed: keys.seal(code, giftId), lastFour: code.lastFour };
}
