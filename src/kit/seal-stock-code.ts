import { SecretCode } from '#src/domain/gift/secret-code.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import { type ClearCode, StockCode } from '#src/domain/reward/stock-code.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/** A code as stock keeps it: sealed for its row, and the hash by which the same code is found again. */
export type SealedStockCode = { keyId: string; hmac: Uint8Array; sealed: Uint8Array };

/** Seals a code for the row with this id. */
export function sealStockCode(keys: KeyRing, code: StockCode, id: string): SealedStockCode {
  const { sealed } = keys.sealSecret(new Secret(JSON.stringify(code.reveal())), id, 'stock');
  return { ...keys.indexOf(keyOf(code)), sealed };
}

/** Opens the code of a row. Throws when it was altered, belongs to another row, or its key is not here. */
export function openStockCode(keys: KeyRing, { id, sealed }: { id: string; sealed: Uint8Array }): StockCode {
  const { code, pin } = JSON.parse(keys.openSecret(sealed, id, 'stock').reveal()) as ClearCode;
  return new StockCode({ code, pin });
}

/** The hashes of a code under every key, to find it again. */
export function stockIndexesOf(keys: KeyRing, code: StockCode): Uint8Array[] {
  return keys.indexesOf(keyOf(code));
}

/** Set apart from codes of our own, so that nobody sees by its hash that one is the other. */
function keyOf(code: StockCode): SecretCode {
  return new SecretCode(`stock ${code.revealKey()}`);
}
