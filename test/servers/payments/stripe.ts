import type { Clock } from '#src/ports/clock.ts';
import {
  type ProviderAnswer,
  type ProviderHttp,
  type ProviderRequest,
  startProviderHttp,
} from '#test/servers/provider-http.ts';
import { stripeError } from './stripe-errors.ts';
import { readStripeForm } from './stripe-form.ts';
import { get } from './stripe-get.ts';
import { hostedPage } from './stripe-page.ts';
import { post } from './stripe-post.ts';
import { createStripeState, endSessions, type StripeState } from './stripe-state.ts';

export type StripeServer = ProviderHttp & {
  state: StripeState;
  /** The next call that moves money is done, but answered by a 500, now and whenever its key comes again. */
  failAndKeep(): void;
};

export const STRIPE_KEY = 'sk_live_a-secret-key-of-stripe';

const KEPT_MS = 24 * 60 * 60_000;

/** Stripe's API for card payments that are held first. */
export async function startStripeServer({ clock }: { clock: Clock }): Promise<StripeServer> {
  const state = createStripeState(clock);
  const failing: true[] = [];
  const http = await startProviderHttp((request) => answer(state, request, failing));
  state.url = http.url;
  return { ...http, state, failAndKeep: () => void failing.push(true) };
}

function answer(state: StripeState, request: ProviderRequest, failing: true[]): ProviderAnswer {
  endSessions(state);
  const page = hostedPage(state, request);
  if (page) return page;
  if (request.header('authorization') !== `Bearer ${STRIPE_KEY}`) {
    return stripeError(401, { type: 'invalid_request_error' });
  }
  if (!/^\d{4}-\d{2}-\d{2}/u.test(request.header('stripe-version') ?? '')) {
    state.violations.push(`${request.path}: no version of the API is named`);
  }
  return request.method === 'GET' ? get(state, request) : postOnce(state, request, failing);
}

/** The first answer for a key is repeated, whatever it was; the same key with other fields is an error. */
function postOnce(state: StripeState, request: ProviderRequest, failing: true[]): ProviderAnswer {
  const { path, body } = request;
  const key = request.header('idempotency-key') ?? '';
  if (key === '' || key.length > 255) state.violations.push(`${path}: has no usable key`);
  if (request.header('content-type') !== 'application/x-www-form-urlencoded') {
    state.violations.push(`${path}: is no form`);
  }
  const saved = state.saved.get(key);
  if (saved && state.clock.now().getTime() - saved.at < KEPT_MS) {
    if (saved.path !== path || saved.body !== body) return stripeError(400, { type: 'idempotency_error' });
    return { ...saved.answer, headers: { 'idempotent-replayed': 'true' } };
  }
  const done = post(state, path, readStripeForm(body));
  // What is not valid was never begun.
  if (done.status === 400 && path === '/v1/checkout/sessions') return done;
  const kept = failing.pop() ? stripeError(500, { type: 'api_error' }) : done;
  state.saved.set(key, { path, body, answer: kept, at: state.clock.now().getTime() });
  return kept;
}
