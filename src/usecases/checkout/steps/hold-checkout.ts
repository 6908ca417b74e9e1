import { findCheckoutAsked, insertCheckout } from '#src/db/checkout/checkout.ts';
import { findMarketplace, listMarketplaces } from '#src/db/checkout/marketplace.ts';
import { insertPaymentCalls } from '#src/db/checkout/payment-call.ts';
import { accountNamed, type LockedAccount, postEntries } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { type Checkout, HOLD_MS, type Tender, waitsUntil } from '#src/domain/checkout/checkout.ts';
import type { CheckoutRequest } from '#src/domain/checkout/checkout-request.ts';
import type { TenderPart } from '#src/domain/checkout/tenders.ts';
import { type Money, storeMoney } from '#src/domain/kit/money.ts';
import { heldAccount } from '#src/domain/ledger/accounts.ts';
import { newEntry } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { isFresh } from '#src/domain/session/factor.ts';
import { refusalOfFrozenWallet } from '#src/usecases/gift/steps/guard-redeem.ts';
import { refusalWithoutFactor } from '#src/usecases/gift/steps/refuse-without-factor.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { takesRest } from '../takes-rest.ts';
import { guardSpend } from './guard-spend.ts';
import { accountOfPart, lockFunds } from './lock-funds.ts';
import { recordCheckout } from './record-checkout.ts';

export type HoldDeps = Pick<Deps, 'newId' | 'keys' | 'log' | 'payment' | 'reachable'>;

/** Holds the money of a checkout, as `authorizeCheckout` says. Call it before anything else is written that a refusal is to take back. */
export async function holdCheckout(
  deps: HoldDeps,
  tx: Tx,
  request: CheckoutRequest,
): Promise<Outcome<Checkout>> {
  const { organizationId } = request.person;
  const person = await lockPerson(tx, organizationId, request.person.id);
  const before = await findCheckoutAsked(tx, { organizationId, ...request });
  if (before) return repeated(before, request);
  const refusal = await refusalOf(deps, tx, { ...request, person });
  if (refusal) return refused(refusal);
  const id = deps.newId();
  const locked = await lockFunds(deps, tx, {
    person,
    money: request,
    held: heldAccount({ organizationId, id, currency: request.currency }),
  });
  if (!locked.ok) return locked;
  const { parts, remainderMinor } = locked.value;
  const method = methodFor(deps, request, remainderMinor);
  if (remainderMinor > 0n && method === undefined) return refused(shortOf(request, remainderMinor));
  const changed = refusalOfRest(request, remainderMinor);
  if (changed) return refused(changed);
  const checkout = checkoutOf(deps, tx, request, { id, parts, remainderMinor, method });
  if (!(await insertCheckout(tx, checkout))) {
    return refused({ kind: 'checkout-asked-differently', request: request.requestId });
  }
  await hold(deps, tx, checkout, locked.value);
  await askForRemainder(tx, checkout, request.paymentToken ?? null);
  return done(checkout);
}

function repeated(before: Checkout, { person, amountMinor, currency, requestId }: CheckoutRequest) {
  const isSame =
    before.personId === person.id && before.amountMinor === amountMinor && before.currency === currency;
  return isSame ? done(before) : refused({ kind: 'checkout-asked-differently' as const, request: requestId });
}

async function refusalOf(deps: HoldDeps, tx: Tx, request: CheckoutRequest): Promise<Refusal | undefined> {
  const { person, marketplaceId: id, amountMinor, currency, passedAt = null } = request;
  const { organizationId } = person;
  if (person.isDeactivated) return { kind: 'inactive-person', name: person.name };
  if (amountMinor <= 0n) return { kind: 'amount-not-positive' };
  const marketplace = await findMarketplace(tx, { organizationId, id });
  if (!marketplace) {
    const known = (await listMarketplaces(tx, organizationId)).map(({ name }) => name);
    return { kind: 'unknown-marketplace', name: id, known };
  }
  if (currency !== marketplace.currency) {
    const { name, currency: expected } = marketplace;
    return { kind: 'marketplace-currency', marketplace: name, given: currency, expected };
  }
  return (
    (await refusalOfFrozenWallet(deps, tx, person)) ??
    (await refusalWithoutFactor(tx, { organizationId, passedAt }, { money: request, deed: 'spend' })) ??
    (await guardSpend(deps, tx, { person, money: request, seen: seenOf(tx, request) }))
  );
}

/** What pays the rest: another payment method with what its payer's browser brought, or by a page of its own. */
function methodFor(
  deps: HoldDeps,
  { paymentToken, pageMinor, currency }: CheckoutRequest,
  amountMinor: bigint,
): string | undefined {
  const isPaid =
    paymentToken !== undefined || (pageMinor !== undefined && takesRest(deps, { amountMinor, currency }));
  return isPaid ? deps.payment?.name : undefined;
}

/** They agreed to pay so much and no other amount; of their wallet, too, no more is taken than they have seen. */
function refusalOfRest({ pageMinor, currency }: CheckoutRequest, restMinor: bigint): Refusal | undefined {
  if (pageMinor === undefined || pageMinor === restMinor) return undefined;
  const was = storeMoney({ amountMinor: pageMinor, currency });
  return { kind: 'rest-changed', was, now: storeMoney({ amountMinor: restMinor, currency }) };
}

function seenOf({ now }: Tx, { address, userAgent, passedAt = null }: CheckoutRequest) {
  return { address, userAgent, hasSecondFactor: isFresh(passedAt, now) };
}

function shortOf({ amountMinor, currency }: Money, missingMinor: bigint): Refusal {
  const asked = storeMoney({ amountMinor, currency });
  return { kind: 'wallet-short', asked, missing: storeMoney({ amountMinor: missingMinor, currency }) };
}

type Split = {
  id: string;
  parts: readonly TenderPart[];
  remainderMinor: bigint;
  method: string | undefined;
};

function checkoutOf(
  { newId }: Pick<Deps, 'newId'>,
  { now: madeAt }: Tx,
  {
    person,
    marketplaceId,
    amountMinor,
    currency,
    requestId,
    description = '',
    paymentToken,
  }: CheckoutRequest,
  { id, parts, remainderMinor, method }: Split,
): Checkout {
  const hasRemainder = remainderMinor > 0n;
  const none = { capturedMinor: 0n, refundedMinor: 0n, providerRef: null };
  const tenders: Tender[] = parts.map((part) => {
    const grantId = part.kind === 'promo' ? part.grantId : null;
    return {
      ...none,
      id: newId(),
      kind: part.kind,
      grantId,
      authorizedMinor: part.amountMinor,
      method: null,
    };
  });
  const payment: Tender = {
    ...none,
    id: newId(),
    kind: 'payment',
    grantId: null,
    authorizedMinor: remainderMinor,
    method: method ?? null,
  };
  return {
    organizationId: person.organizationId,
    id,
    personId: person.id,
    marketplaceId,
    amountMinor,
    currency,
    description,
    requestId,
    madeAt,
    expiresAt: hasRemainder
      ? waitsUntil(madeAt, paymentToken === undefined)
      : new Date(madeAt.getTime() + HOLD_MS),
    status: hasRemainder ? 'awaiting_remainder' : 'authorized',
    capturedMinor: 0n,
    captureKey: null,
    endedAt: null,
    tenders: hasRemainder ? [...tenders, payment] : tenders,
  };
}

async function hold(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  checkout: Checkout,
  { parts, accounts }: { parts: readonly TenderPart[]; accounts: readonly LockedAccount[] },
): Promise<void> {
  const { organizationId, id, personId } = checkout;
  if (parts.length > 0) {
    const legs = parts.map((part) => {
      return {
        accountId: accountNamed(accounts, accountOfPart(checkout, part)).id,
        amount: -part.amountMinor,
      };
    });
    const heldMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0n);
    const held = { accountId: accountNamed(accounts, heldAccount(checkout)).id, amount: heldMinor };
    const subject = { type: 'checkout' as const, id };
    await postEntries(
      tx,
      [newEntry(deps, tx, { kind: 'checkout.authorized', organizationId, subject, legs: [...legs, held] })],
      accounts,
    );
  }
  await recordCheckout(deps, tx, checkout, { kind: 'checkout.authorized', actorId: personId });
  await refreshCards(tx, organizationId, [personId]);
}

async function askForRemainder(tx: Tx, checkout: Checkout, token: string | null): Promise<void> {
  const { organizationId, id: checkoutId, tenders } = checkout;
  const payment = tenders.find(({ kind }) => kind === 'payment');
  if (!payment) return;
  const about = { organizationId, checkoutId, tenderId: payment.id, refundId: null, token };
  await insertPaymentCalls(tx, [
    { ...about, id: payment.id, kind: 'authorize', amountMinor: payment.authorizedMinor },
  ]);
  tx.after('advance-checkouts', [checkoutId]);
}
