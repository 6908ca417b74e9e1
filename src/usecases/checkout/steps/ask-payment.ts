import { type Checkout, payableUntil, type Tender } from '#src/domain/checkout/checkout.ts';
import { isOnPage, judgeCall, type PaymentCall } from '#src/domain/checkout/payment.ts';
import { must } from '#src/domain/kit/must.ts';
import type { PageToOpen, PaymentMethod } from '#src/ports/payment-method.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { webUrl } from '#src/usecases/kit/web-url.ts';

/**
 * A call that this process may make now. `refundedBefore`: what refunds of its tender gave back before it, minor units. `path`: the page
 * of ours to which its payer comes back.
 */
export type LeasedCall = {
  checkout: Checkout;
  call: PaymentCall;
  refundedBefore: bigint;
  path: string | undefined;
};

/** How a call ended. `providerRef`: what the provider calls the tender, where it said so. */
export type PaymentOutcome = ProviderOutcome<{ providerRef?: string | undefined }>;

/**
 * Makes a call to another payment method. Before one is repeated, the provider is asked what became of it; one that it accepted is not
 * repeated at all.
 *
 * @throws when the tender's payment method is not configured in this process.
 */
export async function askPayment(
  deps: Pick<Deps, 'payment' | 'reachable'>,
  leased: LeasedCall,
): Promise<PaymentOutcome> {
  const { checkout, call } = leased;
  const { payment: method } = deps;
  const tender = must(
    checkout.tenders.find(({ id }) => id === call.tenderId),
    `tender ${call.tenderId}`,
  );
  if (!method || method.name !== tender.method) {
    throw new Error(`the payment method ${tender.method} is not configured in this process`);
  }
  if (isOnPage(call)) {
    const page = pageOf(deps, leased);
    return orUnknown(() => askPage(method, checkout, page));
  }
  const found = call.attempts > 1 ? await orUnknown(() => findOutcome(method, leased)) : undefined;
  if (found && found.kind !== 'unknown') return found;
  if (call.status === 'pending') return found ?? { kind: 'pending' };
  return orUnknown(() => make(method, leased, tender));
}

/** The page on which the rest of a checkout is paid: the same each time, so that it is opened once. */
export function pageOf(
  { reachable }: Pick<Deps, 'reachable'>,
  { checkout, call, path = '/' }: Pick<LeasedCall, 'checkout' | 'call' | 'path'>,
): PageToOpen {
  const { currency, description } = checkout;
  return {
    key: call.tenderId,
    amountMinor: call.amountMinor,
    currency,
    description,
    returnTo: must(webUrl({ reachable }, path), 'the address of the web pages'),
    expiresAt: payableUntil(checkout),
  };
}

/** Whether the page was paid; once nobody waits for that any more, it is closed. */
async function askPage(
  { pages }: PaymentMethod,
  { status }: Checkout,
  page: PageToOpen,
): Promise<PaymentOutcome> {
  const own = must(pages, 'pages of the payment method');
  if (status !== 'awaiting_remainder') return own.close(page);
  const opened = await own.open(page);
  if (opened.kind !== 'ok') return opened;
  return opened.isPaid ? { kind: 'ok', providerRef: opened.providerRef } : { kind: 'pending' };
}

/** What became of a call that was made before; undefined when it can be made again. */
async function findOutcome(
  method: PaymentMethod,
  { call, refundedBefore }: LeasedCall,
): Promise<PaymentOutcome | undefined> {
  const told = await method.findByKey(call.tenderId);
  if (told.kind !== 'ok') return told.kind === 'unknown' ? told : undefined;
  const judged = judgeCall(call, told.payment, refundedBefore);
  if (judged === 'ok') return { kind: 'ok', providerRef: told.payment?.providerRef };
  if (judged === 'rejected') return { kind: 'rejected', reason: 'the provider let go of it' };
  return undefined;
}

function make(
  method: PaymentMethod,
  { checkout, call }: LeasedCall,
  tender: Tender,
): Promise<PaymentOutcome> {
  const { id: key, amountMinor } = call;
  const { currency, description } = checkout;
  switch (call.kind) {
    case 'authorize': {
      const paymentToken = must(call.token, 'payment token');
      return method.authorize({ key, amountMinor, currency, paymentToken, description });
    }
    case 'capture':
      return method.capture({ key, providerRef: refOf(tender), amountMinor, currency });
    case 'void':
      return method.void({ key, providerRef: refOf(tender) });
    case 'refund':
      return method.refund({ key, providerRef: refOf(tender), amountMinor, currency });
    default:
      return call.kind satisfies never;
  }
}

function refOf({ id, providerRef }: Tender): string {
  return must(providerRef ?? undefined, `the provider's name for tender ${id}`);
}

/** What breaks on the way has no usable answer: it may have been done. */
async function orUnknown<T>(
  call: () => Promise<T>,
): Promise<T | Extract<PaymentOutcome, { kind: 'unknown' }>> {
  try {
    return await call();
  } catch (fault) {
    return { kind: 'unknown', fault: fault instanceof Error ? fault.message : String(fault) };
  }
}
