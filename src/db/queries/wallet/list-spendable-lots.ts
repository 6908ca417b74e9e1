import { listLots } from '#src/db/wallet/promo-grant.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type PromoLot, spendableLots } from '#src/domain/wallet/promo-lot.ts';
import type { Clock } from '#src/ports/clock.ts';
import { findWalletOwner } from './find-wallet-owner.ts';

/** The promotional credits that a person can spend now, in that order; undefined when the reader may not see the wallet. */
export async function listSpendableLots(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  personId: string,
): Promise<PromoLot[] | undefined> {
  const owner = await findWalletOwner(db, scope, personId);
  return owner && spendableLots(await listLots(db, owner), clock.now());
}
