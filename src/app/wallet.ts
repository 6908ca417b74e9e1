import { composeWallet } from '#src/db/queries/wallet/compose-wallet.ts';
import { findBalance } from '#src/db/queries/wallet/find-balance.ts';
import { findGuard } from '#src/db/queries/wallet/find-guard.ts';
import { findWalletGuard } from '#src/db/queries/wallet/find-wallet-guard.ts';
import { listBalancesOfPeople } from '#src/db/queries/wallet/list-balances-of-people.ts';
import { listFrozenWallets } from '#src/db/queries/wallet/list-frozen-wallets.ts';
import { listGiftCardsOf } from '#src/db/queries/wallet/list-gift-cards-of.ts';
import { listLeaverNeeds } from '#src/db/queries/wallet/list-leaver-needs.ts';
import { listLeavers } from '#src/db/queries/wallet/list-leavers.ts';
import { listPayouts } from '#src/db/queries/wallet/list-payouts.ts';
import { listPromos } from '#src/db/queries/wallet/list-promos.ts';
import { listRevealed } from '#src/db/queries/wallet/list-revealed.ts';
import { listSpendableLots } from '#src/db/queries/wallet/list-spendable-lots.ts';
import { listThanked } from '#src/db/queries/wallet/list-thanked.ts';
import { listWalletHistory } from '#src/db/queries/wallet/list-wallet-history.ts';
import { listWalletsWithin } from '#src/db/queries/wallet/list-wallets-within.ts';
import { advancePromo } from '#src/usecases/wallet/advance-promo.ts';
import { freezeWallet } from '#src/usecases/wallet/freeze-wallet.ts';
import { grantPromos, planPromos } from '#src/usecases/wallet/grant-promos.ts';
import { requestClosing } from '#src/usecases/wallet/request-closing.ts';
import { requestPromoReturn } from '#src/usecases/wallet/request-promo-return.ts';
import { setGuard } from '#src/usecases/wallet/set-guard.ts';
import { from, fromDb } from './from.ts';

export const walletUseCases = {
  advancePromo,
  freeze: freezeWallet,
  grantPromos,
  planPromos,
  requestClosing,
  requestPromoReturn,
  setGuard,
};

export const walletQueries = {
  compose: from('wallet', composeWallet),
  find: fromDb('wallet', findBalance),
  findGuard: fromDb('wallet', findGuard),
  findWalletGuard: fromDb('wallet', findWalletGuard),
  history: fromDb('wallet', listWalletHistory),
  list: fromDb('wallet', listBalancesOfPeople),
  listAll: from('wallet', listWalletsWithin),
  listGiftCards: fromDb('wallet', listGiftCardsOf),
  listRevealed: fromDb('wallet', listRevealed),
  listThanked: fromDb('wallet', listThanked),
  listFrozen: fromDb('wallet', listFrozenWallets),
  listLeavers: fromDb('wallet', listLeavers),
  listLeaverNeeds: fromDb('wallet', listLeaverNeeds),
  listPayouts: fromDb('wallet', listPayouts),
  listLots: from('wallet', listSpendableLots),
  listPromos: fromDb('wallet', listPromos),
};

export type { FrozenWallet } from '#src/db/queries/wallet/list-frozen-wallets.ts';
export type { LeaverNeed, LeaverNeeds } from '#src/db/queries/wallet/list-leaver-needs.ts';
export type { WalletFilter, WalletHistory, WalletRow } from '#src/db/queries/wallet/list-wallet-history.ts';
export type { GrantedPromos, PromoRequest } from '#src/usecases/wallet/grant-promos.ts';
