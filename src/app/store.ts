import { countStoreOrders } from '#src/db/queries/store/count-store-orders.ts';
import { findOrderWithin } from '#src/db/queries/store/find-order-within.ts';
import { findPicture } from '#src/db/queries/store/find-picture.ts';
import { listCatalogue } from '#src/db/queries/store/list-catalogue.ts';
import { listStoreOrders } from '#src/db/queries/store/list-store-orders.ts';
import { offersFor } from '#src/db/queries/store/offers-for.ts';
import { webUrl } from '#src/usecases/kit/web-url.ts';
import { addItem } from '#src/usecases/store/add-item.ts';
import { addPicture } from '#src/usecases/store/add-picture.ts';
import { advanceOrder } from '#src/usecases/store/advance-order.ts';
import { cancelOrder } from '#src/usecases/store/cancel-order.ts';
import { changeItem, retireItem } from '#src/usecases/store/change-item.ts';
import { chooseGiftCard } from '#src/usecases/store/choose-gift-card.ts';
import { findCardChoice } from '#src/usecases/store/find-card-choice.ts';
import { fulfilOrder } from '#src/usecases/store/fulfil-order.ts';
import { importCatalogue, planCatalogue } from '#src/usecases/store/import-catalogue.ts';
import { keepAsBalance } from '#src/usecases/store/keep-as-balance.ts';
import { lookAtPayment } from '#src/usecases/store/look-at-payment.ts';
import { openPayment } from '#src/usecases/store/open-payment.ts';
import { orderItem } from '#src/usecases/store/order-item.ts';
import { refundOrder } from '#src/usecases/store/refund-order.ts';
import { revealOrder } from '#src/usecases/store/reveal-order.ts';
import { startOrder } from '#src/usecases/store/start-order.ts';
import { tellEmptyChoice } from '#src/usecases/store/tell-empty-choice.ts';
import { from, fromDb } from './from.ts';

export const storeUseCases = {
  addItem,
  addPicture,
  advanceOrder,
  cancelOrder,
  changeItem,
  chooseGiftCard,
  fulfilOrder,
  importCatalogue,
  keepAsBalance,
  lookAtPayment,
  openPayment,
  order: orderItem,
  planCatalogue,
  refundOrder,
  retireItem,
  revealOrder,
  startOrder,
  tellEmptyChoice,
  webUrl,
};

export const storeQueries = {
  findCardChoice: from('gift', findCardChoice),
  findPicture: fromDb('offer', findPicture),
  findOrder: fromDb('order', findOrderWithin),
  listCatalogue: fromDb('catalogue', listCatalogue),
  countOrders: fromDb('order', countStoreOrders),
  listOrders: fromDb('order', listStoreOrders),
  offersFor: from('offer', offersFor),
};

export type { FoundOrder } from '#src/db/queries/store/find-order-within.ts';
export type { CatalogueItem } from '#src/db/queries/store/list-catalogue.ts';
export type { ListedOrder } from '#src/db/queries/store/list-store-orders.ts';
export type { CardChoice } from '#src/domain/store/card-choice.ts';
export type { ImportedCatalogue } from '#src/usecases/store/import-catalogue.ts';
export type { OrderRequest } from '#src/usecases/store/order-item.ts';
