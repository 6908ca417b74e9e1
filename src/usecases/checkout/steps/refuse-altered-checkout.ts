import { isOnRecord, type RecordedRow } from '#src/db/ledger/on-record.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type AlteredDeps = Pick<Deps, 'keys' | 'log'>;

/** Refuses what rests on a checkout or a tender that somebody made or changed in the database, past Largesse. */
export async function refusalOfAlteredCheckout(
  deps: AlteredDeps,
  tx: Tx,
  checkout: Checkout,
): Promise<Refusal | undefined> {
  return orUnread(deps, refuse(deps, tx, checkout));
}

async function refuse(
  { keys, log }: AlteredDeps,
  tx: Tx,
  { organizationId, id: checkoutId, tenders }: Checkout,
): Promise<Refusal | undefined> {
  const rows: RecordedRow[] = [
    { organizationId, name: 'checkout', key: checkoutId },
    ...tenders.map(({ id }) => ({ organizationId, name: 'tender' as const, key: id })),
  ];
  for (const row of rows) {
    if (await isOnRecord(tx, keys, row)) continue;
    log.error(
      { organizationId, checkoutId },
      'A checkout was changed past Largesse, so nothing was done with it; see: largesse audit verify',
    );
    return { kind: 'changed-by-hand', what: 'checkout' };
  }
  return undefined;
}
