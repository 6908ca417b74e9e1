import { randomBytes } from 'node:crypto';
import type { Clock } from '#src/ports/clock.ts';
import type { ProviderAnswer } from '#test/servers/provider-http.ts';

export type StripeIntent = {
  id: string;
  amount: number;
  currency: string;
  status: string;
  capturable: number;
  received: number;
  refunded: number;
  metadata: Record<string, string>;
  created: number;
};

export type StripeRefund = {
  id: string;
  intentId: string;
  amount: number;
  status: string;
  metadata: Record<string, string>;
};

/** A page on which a payer pays. It has an intent once they have tried to. */
export type StripeSession = {
  id: string;
  status: 'open' | 'complete' | 'expired';
  amount: number;
  currency: string;
  name: string;
  reference: string;
  intentId: string | null;
  intentMetadata: Record<string, string>;
  returnTo: string;
  expiresAt: number;
  created: number;
};

/** The answer that a key got, for a day. */
export type SavedAnswer = { path: string; body: string; answer: ProviderAnswer; at: number };

export type StripeState = {
  clock: Clock;
  /** Where the server is reached. */
  url: string;
  intents: StripeIntent[];
  sessions: StripeSession[];
  refunds: StripeRefund[];
  saved: Map<string, SavedAnswer>;
  underWay: Set<string>;
  violations: string[];
  areRefundsSlow: boolean;
  /** The search shows only what is older than this, in seconds. */
  searchLag: number;
};

export function createStripeState(clock: Clock): StripeState {
  return {
    clock,
    url: '',
    intents: [],
    sessions: [],
    refunds: [],
    saved: new Map(),
    underWay: new Set(),
    violations: [],
    areRefundsSlow: false,
    searchLag: 60,
  };
}

export function newStripeId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

export function secondsNow({ clock }: StripeState): number {
  return Math.floor(clock.now().getTime() / 1_000);
}

/** As Stripe shows it. What was released of a hold counts as refunded on the charge. */
export function shownIntent(intent: StripeIntent, isExpanded: boolean): object {
  const { id, amount, currency, status, capturable, received, refunded, metadata, created } = intent;
  const released = received > 0 ? amount - received : 0;
  const charge = {
    id: `ch_${id.slice(3)}`,
    object: 'charge',
    amount,
    amount_captured: received,
    amount_refunded: released + refunded,
  };
  return {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: capturable,
    amount_received: received,
    capture_method: 'manual',
    client_secret: `${id}_secret_${id.slice(-8)}`,
    created,
    currency,
    latest_charge: isExpanded ? charge : charge.id,
    livemode: true,
    metadata,
    status,
  };
}

export function shownRefund({ id, intentId, amount, status, metadata }: StripeRefund): object {
  return { id, object: 'refund', amount, payment_intent: intentId, status, metadata };
}

/** As Stripe shows it: only an open one has an address. */
export function shownSession(state: StripeState, session: StripeSession, isExpanded: boolean): object {
  const { id, status, amount, currency, reference, intentId, expiresAt, created } = session;
  const intent = state.intents.find((one) => one.id === intentId);
  return {
    id,
    object: 'checkout.session',
    amount_total: amount,
    client_reference_id: reference,
    created,
    currency,
    expires_at: expiresAt,
    livemode: true,
    mode: 'payment',
    payment_intent: isExpanded && intent ? shownIntent(intent, false) : intentId,
    // A payment that is only held is not paid yet.
    payment_status: intent?.status === 'succeeded' ? 'paid' : 'unpaid',
    status,
    url: status === 'open' ? `${state.url}/c/pay/${id}` : null,
  };
}

/** Ends the pages whose time is over, as Stripe does by itself. */
export function endSessions(state: StripeState): void {
  const now = secondsNow(state);
  for (const session of state.sessions) {
    if (session.status === 'open' && session.expiresAt <= now) endSession(state, session);
  }
}

/** What its payer had begun, such as a question of their bank, ends with it. */
export function endSession(state: StripeState, session: StripeSession): void {
  session.status = 'expired';
  const intent = state.intents.find(({ id }) => id === session.intentId);
  if (intent && intent.status !== 'requires_capture') intent.status = 'canceled';
}
