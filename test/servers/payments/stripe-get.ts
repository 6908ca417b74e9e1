import type { ProviderAnswer, ProviderRequest } from '#test/servers/provider-http.ts';
import { invalid } from './stripe-errors.ts';
import { secondsNow, shownIntent, shownRefund, shownSession, type StripeState } from './stripe-state.ts';

/** Answers what only looks. */
export function get(state: StripeState, { path, query }: ProviderRequest): ProviderAnswer {
  if (path === '/v1/balance') return { status: 200, body: { object: 'balance', livemode: true } };
  if (path === '/v1/payment_intents/search') return search(state, query.get('query') ?? '');
  if (path === '/v1/payment_intents') return listIntents(state, query);
  if (path === '/v1/refunds') {
    const found = state.refunds
      .filter(({ intentId }) => intentId === query.get('payment_intent'))
      .toReversed();
    return pageOf(found, query, shownRefund);
  }
  if (path === '/v1/checkout/sessions') return listSessions(state, query);
  const session = state.sessions.find(({ id }) => path === `/v1/checkout/sessions/${id}`);
  if (session) {
    const isExpanded = query.getAll('expand[]').includes('payment_intent');
    return { status: 200, body: shownSession(state, session, isExpanded) };
  }
  const intent = state.intents.find(({ id }) => path === `/v1/payment_intents/${id}`);
  if (!intent) return invalid('resource_missing', 404);
  return { status: 200, body: shownIntent(intent, query.getAll('expand[]').includes('latest_charge')) };
}

/** Shows what is new only after a while. */
function search(state: StripeState, query: string): ProviderAnswer {
  const [, name = '', value] = /^metadata\['([^']+)'\]:'([^']*)'$/u.exec(query) ?? [];
  if (value === undefined) return invalid('search_query_invalid');
  const until = secondsNow(state) - state.searchLag;
  const found = state.intents.filter(({ metadata, created }) => metadata[name] === value && created <= until);
  // What it shows is as old as what it knows.
  const data = found.map((intent) => shownIntent({ ...intent, status: 'requires_confirmation' }, false));
  return { status: 200, body: { object: 'search_result', data, has_more: false, next_page: null } };
}

function listIntents({ intents }: StripeState, query: URLSearchParams): ProviderAnswer {
  const since = Number(query.get('created[gte]') ?? 0);
  const isExpanded = query.getAll('expand[]').includes('data.latest_charge');
  const found = intents.filter(({ created }) => created >= since).toReversed();
  return pageOf(found, query, (intent) => shownIntent(intent, isExpanded));
}

function listSessions(state: StripeState, query: URLSearchParams): ProviderAnswer {
  const since = Number(query.get('created[gte]') ?? 0);
  const until = Number(query.get('created[lte]') ?? Number.POSITIVE_INFINITY);
  const found = state.sessions.filter(({ created }) => created >= since && created <= until).toReversed();
  return pageOf(found, query, (session) => shownSession(state, session, false));
}

function pageOf<T extends { id: string }>(
  all: readonly T[],
  query: URLSearchParams,
  show: (one: T) => object,
): ProviderAnswer {
  const limit = Math.min(Number(query.get('limit') ?? 10), 100);
  const after = query.get('starting_after');
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const data = all.slice(start, start + limit);
  return {
    status: 200,
    body: { object: 'list', data: data.map(show), has_more: start + limit < all.length },
  };
}
