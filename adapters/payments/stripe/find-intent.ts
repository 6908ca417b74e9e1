import { z } from 'zod';
import { timeOfUuid } from '#src/domain/kit/uuid.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call } from './call.ts';
import { type Intent, intentShape, readIntent } from './intent.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import type { Stripe } from './stripe-config.ts';

/** The name under which an intent carries the id of its tender. */
export const TENDER = 'largesse_tender';

/** Stripe’s search is a minute behind, and in an outage up to an hour. */
const SEARCH_LAG_MS = 60 * 60_000;
const CLOCKS_DIFFER_MS = 5 * 60_000;
const MOST_PAGES = 50;

type Found = ProviderOutcome<{ intent: Intent | undefined }>;

const pageShape = z.looseObject({ data: z.array(intentShape), has_more: z.boolean() });

/** The intent of a tender, as it is now: searched for, and looked for among the latest ones where the search may lag. */
export async function findIntent(stripe: Stripe, key: string): Promise<Found> {
  const searched = await search(stripe, key);
  if (searched.kind !== 'ok' || !searched.intent) {
    return searched.kind === 'ok' && mayBeTooNew(stripe, key) ? findAmongLatest(stripe, key) : searched;
  }
  // What the search shows of it may be old as well.
  return readIntent(stripe, searched.intent.id);
}

async function search(stripe: Stripe, key: string): Promise<Found> {
  const query = new URLSearchParams({ query: `metadata['${TENDER}']:'${key.replaceAll(/['\\]/gu, '')}'` });
  const path = `/v1/payment_intents/search?${query.toString()}`;
  const called = await call(stripe, { method: 'GET', path, shape: pageShape });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  return { kind: 'ok', intent: called.answer.body.data.find(({ metadata }) => metadata[TENDER] === key) };
}

function mayBeTooNew({ clock }: Stripe, key: string): boolean {
  const madeAt = timeOfUuid(key);
  return !madeAt || clock.now().getTime() - madeAt.getTime() < SEARCH_LAG_MS;
}

async function findAmongLatest(stripe: Stripe, key: string): Promise<Found> {
  const earliest = timeOfUuid(key)?.getTime() ?? stripe.clock.now().getTime() - SEARCH_LAG_MS;
  const since = Math.floor((earliest - CLOCKS_DIFFER_MS) / 1_000);
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const called = await call(stripe, { method: 'GET', path: pathOf(since, after), shape: pageShape });
    if ('failure' in called) return outcomeOfFailure(called.failure);
    const { data, has_more: hasMore } = called.answer.body;
    const intent = data.find(({ metadata }) => metadata[TENDER] === key);
    if (intent || !hasMore) return { kind: 'ok', intent };
    after = data.at(-1)?.id;
  }
  return { kind: 'unknown', fault: 'Stripe has too many new payments to look through' };
}

function pathOf(since: number, after: string | undefined): string {
  const query = new URLSearchParams({
    'created[gte]': `${since}`,
    limit: '100',
    'expand[]': 'data.latest_charge',
    ...(after === undefined ? {} : { starting_after: after }),
  });
  return `/v1/payment_intents?${query.toString()}`;
}
