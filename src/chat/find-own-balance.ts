import type { App } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import type { ShownBalance } from './cards/balance-card.ts';
import type { Caller } from './define-command.ts';

/** What the caller may spend, and the gifts that wait for them. */
export async function findOwnBalance({ queries: { wallet } }: App, caller: Caller): Promise<ShownBalance> {
  const [balance, promo] = await Promise.all([
    wallet.find(caller, caller.id),
    wallet.listLots(caller, caller.id),
  ]);
  return { ...must(balance, 'wallet of one’s own'), promo: must(promo, 'credits of one’s own') };
}
