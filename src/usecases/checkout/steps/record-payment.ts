import { addToTenders, lockCheckout, moveCheckout, saveProviderRef } from '#src/db/checkout/checkout.ts';
import {
  insertPaymentCalls,
  isOpenCall,
  listPaymentCalls,
  savePaymentCall,
} from '#src/db/checkout/payment-call.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type Checkout, HOLD_MS } from '#src/domain/checkout/checkout.ts';
import { askAgainMs, isOnPage, lookAgainMs, type PaymentCall } from '#src/domain/checkout/payment.ts';
import { must } from '#src/domain/kit/must.ts';
import type { EffectDeps } from '#src/usecases/kit/checkout-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { LeasedCall, PaymentOutcome } from './ask-payment.ts';
import { recordCheckout } from './record-checkout.ts';
import { releaseCheckout } from './release-checkout.ts';
import { settleCapture } from './settle-capture.ts';
import { lockWithPerson } from './with-checkout.ts';

type RecordDeps = EffectDeps;
type Unsettled = Extract<PaymentOutcome, { kind: 'pending' | 'unknown' }>;
/** `asked`: the checkout as it was when the call was made. */
type Waiting = { checkout: Checkout; call: PaymentCall; asked: Checkout };
type Settled = Extract<PaymentOutcome, { kind: 'ok' } | { kind: 'rejected' }>;

/** From then on a person had better look why nobody answers. */
const MANY_ATTEMPTS = 8;

/**
 * Records how a call to another payment method ended, and does what follows. A call whose outcome is known already stays as it is:
 * another process may have been asking as well.
 */
export async function recordPayment(
  deps: RecordDeps,
  tx: Tx,
  leased: LeasedCall,
  outcome: PaymentOutcome,
): Promise<void> {
  const { call: asked } = leased;
  const { organizationId, id } = leased.checkout;
  const checkout = must(await lockWithPerson(tx, { organizationId, id }), `checkout ${id}`);
  const call = (await listPaymentCalls(tx, checkout)).find((one) => one.id === asked.id);
  if (!call || !isOpenCall(call)) return;
  if ('providerRef' in outcome && outcome.providerRef !== undefined) {
    await saveProviderRef(tx, {
      organizationId,
      tenderId: call.tenderId,
      providerRef: outcome.providerRef,
    });
  }
  if (outcome.kind === 'pending' || outcome.kind === 'unknown') {
    await askLater(deps, tx, { checkout, call, asked: leased.checkout }, outcome);
  } else {
    const error = outcome.kind === 'rejected' ? { error: outcome.reason } : {};
    await savePaymentCall(tx, call, { status: outcome.kind, ...error });
    await follow(deps, tx, checkout, { call, outcome });
  }
}

async function askLater(
  { log }: Pick<Deps, 'log'>,
  tx: Tx,
  waiting: Waiting,
  outcome: Unsettled,
): Promise<void> {
  const { organizationId, checkoutId, tenderId, kind, attempts } = waiting.call;
  const dueAt = new Date(tx.now.getTime() + waitMs(waiting, outcome, tx.now));
  const error = outcome.kind === 'unknown' ? { error: outcome.fault } : {};
  // A payer takes their time: only what came of looking counts.
  const again = outcome.kind === 'pending' && isOnPage(waiting.call) ? { attempts: 1 } : {};
  await savePaymentCall(tx, waiting.call, { status: outcome.kind, dueAt, ...error, ...again });
  const ids = { organizationId, checkoutId, tenderId, kind, attempts };
  if (outcome.kind === 'unknown' && attempts >= MANY_ATTEMPTS) {
    log.error(
      { ...ids, fault: outcome.fault },
      'Another payment method still gives no usable answer; look whether it works',
    );
  }
}

function waitMs({ checkout, call, asked }: Waiting, outcome: Unsettled, now: Date): number {
  if (isOnPage(call)) {
    // It ended while the page was looked at, which is to be closed now.
    if (checkout.status !== asked.status) return 0;
    const isPayable = outcome.kind === 'pending' && checkout.status === 'awaiting_remainder';
    if (isPayable) return lookAgainMs(now.getTime() - checkout.madeAt.getTime());
  }
  return askAgainMs(call.attempts, outcome.kind === 'unknown' ? outcome.retryAfterMs : undefined);
}

type Following = { call: PaymentCall; outcome: Settled };

async function follow(
  deps: RecordDeps,
  tx: Tx,
  checkout: Checkout,
  { call, outcome }: Following,
): Promise<void> {
  if (outcome.kind === 'ok') return followSuccess(deps, tx, checkout, call);
  if (call.kind === 'authorize') {
    if (checkout.status !== 'awaiting_remainder') return;
    await releaseCheckout(deps, tx, checkout, { move: 'decline', actorId: null });
    return;
  }
  if (call.kind === 'capture') {
    await moveCheckout(tx, checkout, 'fail-capture', { capturedMinor: 0n, captureKey: null });
  }
  if (call.kind === 'refund') {
    await addToTenders(tx, checkout, [{ tenderId: call.tenderId, refundedMinor: -call.amountMinor }]);
  }
  await tellRefused(deps, tx, checkout, { call, reason: outcome.reason });
  if (call.kind === 'capture') {
    await deps.checkoutEffects.moved(deps, tx, await current(tx, checkout), 'fail-capture');
  }
}

async function current(tx: Tx, checkout: Checkout): Promise<Checkout> {
  return must(await lockCheckout(tx, checkout), 'checkout');
}

async function followSuccess(deps: RecordDeps, tx: Tx, checkout: Checkout, call: PaymentCall): Promise<void> {
  if (call.kind === 'authorize') await confirm(deps, tx, checkout, call);
  if (call.kind === 'capture') {
    const { capturedMinor: amountMinor, captureKey } = checkout;
    const capture = { amountMinor, captureKey: must(captureKey ?? undefined, 'capture key'), actorId: null };
    // What it pays is of the tenders as they are now.
    await settleCapture(deps, tx, checkout, capture);
  }
}

/** The rest is paid: all of it is held. Or the checkout has ended meanwhile, and what the other method holds is let go. */
async function confirm(
  deps: RecordDeps,
  tx: Tx,
  checkout: Checkout,
  { tenderId, amountMinor }: PaymentCall,
): Promise<void> {
  const { organizationId, id: checkoutId } = checkout;
  if (checkout.status === 'awaiting_remainder') {
    await moveCheckout(tx, checkout, 'confirm', { expiresAt: new Date(tx.now.getTime() + HOLD_MS) });
    await recordCheckout(deps, tx, checkout, { kind: 'checkout.confirmed', actorId: null, amountMinor });
    await deps.checkoutEffects.moved(deps, tx, await current(tx, checkout), 'confirm');
    return;
  }
  const about = { organizationId, checkoutId, tenderId, refundId: null, token: null };
  await insertPaymentCalls(tx, [{ ...about, id: deps.newId(), kind: 'void', amountMinor }]);
}

async function tellRefused(
  deps: RecordDeps,
  tx: Tx,
  checkout: Checkout,
  { call, reason }: { call: PaymentCall; reason: string },
): Promise<void> {
  const { tenderId, kind: asked, amountMinor } = call;
  deps.log.error(
    { organizationId: checkout.organizationId, checkoutId: checkout.id, tenderId, asked, reason },
    'Another payment method refused what it had agreed to; settle it there by hand',
  );
  const detail = { tenderId, asked };
  await recordCheckout(deps, tx, checkout, {
    kind: 'checkout.payment-refused',
    actorId: null,
    amountMinor,
    detail,
  });
}
