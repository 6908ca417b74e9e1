import { listCodeHolders } from '#src/db/queries/reward/list-code-holders.ts';
import { listStockBatches } from '#src/db/queries/reward/list-stock-batches.ts';
import { listStock } from '#src/db/queries/reward/list-stock.ts';
import { buyReward } from '#src/usecases/reward/buy-reward.ts';
import { cancelPurchase } from '#src/usecases/reward/cancel-purchase.ts';
import { orderGiftCard } from '#src/usecases/reward/order-gift-card.ts';
import { recallBatch } from '#src/usecases/reward/recall-batch.ts';
import { reconcileRewards } from '#src/usecases/reward/reconcile-rewards.ts';
import { revealGiftCard } from '#src/usecases/reward/reveal-gift-card.ts';
import { setLowAt } from '#src/usecases/reward/set-low-at.ts';
import { takeRewardNotice } from '#src/usecases/reward/take-reward-notice.ts';
import { planStock, uploadStock } from '#src/usecases/reward/upload-stock.ts';
import { watchStock } from '#src/usecases/reward/watch-stock.ts';
import { from, fromDb } from './from.ts';

export const rewardUseCases = {
  buy: buyReward,
  cancelPurchase,
  orderGiftCard,
  planStock,
  recallBatch,
  reconcile: reconcileRewards,
  revealGiftCard,
  setLowAt,
  takeNotice: takeRewardNotice,
  uploadStock,
  watchStock,
};

export const rewardQueries = {
  listBatches: from('stock', listStockBatches),
  listHolders: fromDb('stock', listCodeHolders),
  listStock: from('stock', listStock),
};

export type { CodeHolder } from '#src/db/queries/reward/list-code-holders.ts';
export type { ListedBatch } from '#src/db/queries/reward/list-stock-batches.ts';
export type { ListedStock } from '#src/db/queries/reward/list-stock.ts';
export type { Reconciled } from '#src/usecases/reward/reconcile-rewards.ts';
export type { UploadedStock } from '#src/usecases/reward/upload-stock.ts';
