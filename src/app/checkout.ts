import { findCheckoutWithin } from '#src/db/queries/checkout/find-checkout-within.ts';
import { listCheckouts } from '#src/db/queries/checkout/list-checkouts.ts';
import { listMarketplacesWithin } from '#src/db/queries/checkout/list-marketplaces-within.ts';
import { addMarketplace } from '#src/usecases/checkout/add-marketplace.ts';
import { advanceCheckout } from '#src/usecases/checkout/advance-checkout.ts';
import { authorizeCheckout } from '#src/usecases/checkout/authorize-checkout.ts';
import { captureCheckout } from '#src/usecases/checkout/capture-checkout.ts';
import { refundCheckout } from '#src/usecases/checkout/refund-checkout.ts';
import { takesRest } from '#src/usecases/checkout/takes-rest.ts';
import { voidCheckout } from '#src/usecases/checkout/void-checkout.ts';
import { fromDb } from './from.ts';

export const checkoutUseCases = {
  addMarketplace,
  advance: advanceCheckout,
  authorize: authorizeCheckout,
  capture: captureCheckout,
  refund: refundCheckout,
  takesRest,
  void: voidCheckout,
};

export const checkoutQueries = {
  find: fromDb('wallet', findCheckoutWithin),
  list: fromDb('wallet', listCheckouts),
  listMarketplaces: fromDb('wallet', listMarketplacesWithin),
};

export type { FoundCheckout } from '#src/db/queries/checkout/find-checkout-within.ts';
export type { ListedCheckout } from '#src/db/queries/checkout/list-checkouts.ts';
export type { CheckoutRequest } from '#src/domain/checkout/checkout-request.ts';
