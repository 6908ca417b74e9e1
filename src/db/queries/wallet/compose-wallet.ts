import { listLots } from '#src/db/wallet/promo-grant.ts';
import { listWallets } from '#src/db/gift/wallet.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { findWalletState } from '#src/db/wallet/wallet.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { composeHoldings, type WalletComposition } from '#src/domain/wallet/composition.ts';
import type { Clock } from '#src/ports/clock.ts';
import { findWalletOwner } from './find-wallet-owner.ts';

/** What a person holds in each currency now; undefined when the reader may not see the wallet. */
export async function composeWallet(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  personId: string,
): Promise<WalletComposition[] | undefined> {
  const owner = await findWalletOwner(db, scope, personId);
  if (!owner) return undefined;
  const [gifts, lots, state] = await Promise.all([
    listWallets(db, owner),
    listLots(db, owner),
    findWalletState(db, owner),
  ]);
  return composeHoldings({ gifts, lots, isFrozen: Boolean(state?.frozenAt) }, clock.now());
}
