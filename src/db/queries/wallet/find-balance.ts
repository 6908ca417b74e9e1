import { listUnredeemedGifts, listWallets, type UnredeemedGift } from '#src/db/gift/wallet.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { findWalletOwner } from './find-wallet-owner.ts';

export type Balance = { wallets: Money[]; unredeemed: UnredeemedGift[] };

/** What a person may spend, and their unredeemed gifts; undefined when the reader may not see the wallet. */
export async function findBalance(db: Reader, scope: Scope, personId: string): Promise<Balance | undefined> {
  const owner = await findWalletOwner(db, scope, personId);
  return owner && balanceOf(db, owner);
}

async function balanceOf(db: Reader, owner: { organizationId: string; id: string }): Promise<Balance> {
  const [wallets, unredeemed] = await Promise.all([listWallets(db, owner), listUnredeemedGifts(db, owner)]);
  return { wallets, unredeemed };
}
