import { listUnredeemedGifts, listWallets, type UnredeemedGift } from '#src/db/gift/wallet.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Person } from '#src/domain/people/person.ts';

export type Balance = { wallets: Money[]; unredeemed: UnredeemedGift[] };

/** What a person may spend, and the gifts that still wait to be redeemed. */
export async function getBalance(deps: Pick<Deps, 'db'>, person: Person): Promise<Balance> {
  const [wallets, unredeemed] = await Promise.all([
    listWallets(deps.db, person),
    listUnredeemedGifts(deps.db, person),
  ]);
  return { wallets, unredeemed };
}
