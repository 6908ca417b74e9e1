import type { SealedCode } from '#src/db/gift/gift.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/** Makes a gift's code. It is seen in clear by nobody; the sealed one can be opened for this gift alone. */
export function mintCode(keys: KeyRing, giftId: string): SealedCode {
  const code = keys.mintCode();
  const { keyId, hmac } = keys.indexOf(code);
  return { keyId, hmac, sealed: keys.seal(code, giftId), lastFour: code.lastFour };
}
