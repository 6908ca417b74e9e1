import { countCodesByKey } from '#src/db/keys/sealed-code.ts';
import { countFactorsUnderKey } from '#src/db/keys/sealed-factor.ts';
import { countWebhookSecretsUnderKey } from '#src/db/keys/sealed-webhook-secret.ts';
import { countStockUnderKey } from '#src/db/keys/sealed-stock.ts';
import { countUnsealedUnderKey, listSignedSeals } from '#src/db/keys/signed-seal.ts';
import { listRequestsUnderKey } from '#src/db/keys/signed-request.ts';
import { judgeRequest } from '#src/db/recognition/request-signature.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * What cannot be read or checked without a key. `factors` and `webhooks`: their secrets. `stock`: codes that stock has had. `unsealed`:
 * rows of the record that no seal covers yet.
 */
export type KeyNeeds = {
  codes: number;
  factors: number;
  webhooks: number;
  stock: number;
  seals: number;
  requests: number;
  unsealed: number;
};

/** What needs a key. */
export async function countNeeds({ db, keys }: Pick<Deps, 'db' | 'keys'>, keyId: string): Promise<KeyNeeds> {
  const codes = await countCodesByKey(db);
  return {
    codes: codes.get(keyId) ?? 0,
    factors: await countFactorsUnderKey(db, keyId),
    webhooks: await countWebhookSecretsUnderKey(db, keyId),
    stock: await countStockUnderKey(db, keyId),
    seals: await countSeals({ db, keys }, keyId),
    requests: (await listRequestsUnderKey(db, keyId)).filter((one) => judgeRequest(keys, one) === 'signed')
      .length,
    unsealed: await countUnsealedUnderKey(db, keys, keyId),
  };
}

export function isNeeded(needs: KeyNeeds): boolean {
  return Object.values(needs).some((count) => count > 0);
}

/** A seal needs the key that signed it. One that no key did is false, whichever keys there are. */
async function countSeals({ db, keys }: Pick<Deps, 'db' | 'keys'>, keyId: string): Promise<number> {
  let count = 0;
  for await (const page of listSignedSeals(db)) {
    count += page.filter(({ text, mac }) => keys.isSignedBy(keyId, text, mac)).length;
  }
  return count;
}
