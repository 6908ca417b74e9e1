import type { AuthorizedPayment, PageToOpen, PaymentPage } from '#src/ports/payment-method.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { type Intent, readIntent } from './intent.ts';
import { expireSession, openSession, type CheckoutSession } from './session.ts';
import { stripeAmountOf } from './stripe-amount.ts';
import type { Stripe } from './stripe-config.ts';
import { voidPayment } from './void-payment.ts';

type Closed = ProviderOutcome<AuthorizedPayment>;

/** Opens Stripe's page for a tender once, and says whether it was paid. */
export async function openPage(stripe: Stripe, page: PageToOpen): Promise<ProviderOutcome<PaymentPage>> {
  const found = await sessionOf(stripe, page);
  if (found.kind !== 'ok') return found;
  const { session } = found;
  const ref = heldRef(session);
  if (ref !== undefined) return { kind: 'ok', isPaid: true, providerRef: ref };
  if (session.status === 'open') {
    if (session.url) return { kind: 'ok', isPaid: false, url: session.url };
    return { kind: 'unknown', fault: 'Stripe: the page has no address' };
  }
  const ended = await settle(stripe, session);
  return ended.kind === 'ok' ? { ...ended, isPaid: true } : ended;
}

/**
 * Expires Stripe's page for a tender. It is found by the call that opens it: so one that was lost on the way cannot open it afterwards.
 */
export async function closePage(stripe: Stripe, page: PageToOpen): Promise<Closed> {
  const found = await sessionOf(stripe, page);
  if (found.kind !== 'ok') return found;
  const isOpen = found.session.status === 'open';
  const ended = isOpen ? await expireSession(stripe, found.session) : found;
  if (ended.kind !== 'ok') return ended;
  if (ended.session.status === 'open') return { kind: 'unknown', fault: 'Stripe: the page is still open' };
  return settle(stripe, ended.session);
}

async function sessionOf(
  stripe: Stripe,
  page: PageToOpen,
): Promise<ProviderOutcome<{ session: CheckoutSession }>> {
  const amount = stripeAmountOf(page);
  if (amount === undefined) {
    return { kind: 'rejected', reason: `Stripe takes no such amount in ${page.currency}` };
  }
  const opened = await openSession(stripe, page, amount);
  if (opened.kind !== 'ok') return opened;
  const { client_reference_id: key, amount_total: total, currency } = opened.session;
  const isSame =
    key === page.key && BigInt(total) === amount && currency.toUpperCase() === page.currency.toUpperCase();
  return isSame
    ? opened
    : { kind: 'unknown', fault: 'Stripe answered with another page than the one asked for' };
}

function heldRef({ payment_intent: intent }: CheckoutSession): string | undefined {
  return typeof intent === 'object' && intent !== null && isHeld(intent) ? intent.id : undefined;
}

function isHeld({ status }: Intent): boolean {
  return status === 'requires_capture' || status === 'succeeded';
}

/** What came of a page that has ended: what its payer had begun, such as a question of their bank, is let go of. */
async function settle(stripe: Stripe, session: CheckoutSession): Promise<Closed> {
  const nothing = {
    kind: 'rejected',
    reason: `Stripe: nobody has paid, the page is ${session.status}`,
  } as const;
  const { payment_intent: known } = session;
  if (!known) {
    if (session.status !== 'complete') return nothing;
    return { kind: 'unknown', fault: 'Stripe: the page is complete without a payment' };
  }
  const read = await readIntent(stripe, typeof known === 'string' ? known : known.id);
  if (read.kind !== 'ok') return read;
  const { intent } = read;
  if (isHeld(intent)) return { kind: 'ok', providerRef: intent.id };
  if (intent.status === 'canceled') return nothing;
  if (intent.status === 'processing') return { kind: 'pending', providerRef: intent.id };
  const gone = await voidPayment(stripe, { key: `page_${intent.id}`, providerRef: intent.id });
  if (gone.kind === 'ok') return nothing;
  return gone.kind === 'rejected' ? { kind: 'unknown', fault: gone.reason } : gone;
}
