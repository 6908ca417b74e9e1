import { retireCodeKey } from '#src/db/kit/code-key.ts';
import { listProcessRings, type ProcessRing } from '#src/db/kit/process-ring.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { countFactorsUnderKey } from '#src/db/keys/sealed-factor.ts';
import { countWebhookSecretsUnderKey } from '#src/db/keys/sealed-webhook-secret.ts';
import { countStockUnderKey } from '#src/db/keys/sealed-stock.ts';
import { countCodesByKey, listGiftsUnderKey, lockCodes } from '#src/db/keys/sealed-code.ts';
import { findSettled } from '#src/db/ledger/seal.ts';
import { codeOf } from '#src/kit/errors.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { countNeeds, isNeeded, type KeyNeeds } from './steps/count-needs.ts';
import { recordKeyChange } from './steps/record-key-change.ts';

type RetireDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/**
 * What came of it. `writers`: processes that write with the key. `needs`, and some of the gifts whose codes do: what cannot be read
 * or checked without it. `busy`: somebody is writing, and did not end in time.
 */
export type Retired =
  | { kind: 'retired' }
  | { kind: 'writers'; writers: ProcessRing[] }
  | { kind: 'needed'; needs: KeyNeeds; giftIds: string[] }
  | { kind: 'busy' };

const PATIENCE_MS = 10_000;
const LOCK_NOT_AVAILABLE = '55P03';
const GIFTS_NAMED = 5;

/**
 * Retires a key that nothing needs: from then on nothing is written with it, and processes give it up.
 *
 * Whoever may still write with it is waited for first, and nobody writes codes while they are counted for the last time.
 */
export async function retireKey(
  deps: RetireDeps,
  { keyId, patienceMs = PATIENCE_MS }: { keyId: string; patienceMs?: number },
): Promise<Retired> {
  const rings = await listProcessRings(deps.db);
  const writers = rings.filter(({ keyIds: [first] }) => first === keyId);
  if (writers.length > 0) return { kind: 'writers', writers };
  if ((await findSettled(deps.db, patienceMs)) === undefined) return { kind: 'busy' };
  const needs = await countNeeds(deps, keyId);
  if (isNeeded(needs)) return needed(deps, keyId, needs);
  try {
    const after = await transact(deps, (tx) => retireUnlessNeeded(deps, tx, keyId));
    return after ? await needed(deps, keyId, { ...needs, ...after }) : { kind: 'retired' };
  } catch (fault) {
    if (codeOf(fault) === LOCK_NOT_AVAILABLE) return { kind: 'busy' };
    throw fault;
  }
}

/** How many codes, codes in stock, second factors and webhooks need it after all; undefined when none does and it is retired. */
async function retireUnlessNeeded(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  keyId: string,
): Promise<Pick<KeyNeeds, 'codes' | 'factors' | 'webhooks' | 'stock'> | undefined> {
  await lockCodes(tx);
  const codes = (await countCodesByKey(tx)).get(keyId) ?? 0;
  const factors = await countFactorsUnderKey(tx, keyId);
  const webhooks = await countWebhookSecretsUnderKey(tx, keyId);
  const stock = await countStockUnderKey(tx, keyId);
  if (codes + factors + webhooks + stock > 0) return { codes, factors, webhooks, stock };
  await retireCodeKey(tx, keyId, tx.now);
  await recordKeyChange(deps, tx, 'key.retired', keyId);
  return undefined;
}

async function needed({ db }: Pick<Deps, 'db'>, keyId: string, needs: KeyNeeds): Promise<Retired> {
  return { kind: 'needed', needs, giftIds: await listGiftsUnderKey(db, keyId, GIFTS_NAMED) };
}
