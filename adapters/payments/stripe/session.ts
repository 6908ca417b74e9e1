import { z } from 'zod';
import { timeOfUuid } from '#src/domain/kit/uuid.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { PageToOpen } from '#src/ports/payment-method.ts';
import { call, type CallFailure } from './call.ts';
import { TENDER } from './find-intent.ts';
import { intentShape } from './intent.ts';
import { isOld } from './is-old.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import type { Stripe } from './stripe-config.ts';

/** A Checkout Session: a page of Stripe's. It has no PaymentIntent until its payer tries to pay. */
const sessionShape = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  url: z.string().nullish(),
  amount_total: z.number().int(),
  currency: z.string(),
  client_reference_id: z.string().nullish(),
  payment_intent: z.union([z.string(), intentShape]).nullish(),
});
export type CheckoutSession = z.infer<typeof sessionShape>;

type Found = ProviderOutcome<{ session: CheckoutSession }>;

const PATH = '/v1/checkout/sessions';
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** Longer than a page is ever asked for after its key was made. */
const OPENED_WITHIN_MS = 25 * 60 * 60_000;
const MOST_PAGES = 50;
/** Stripe takes longer names, and shows none of them whole. */
const MOST_NAME = 250;

/** As it is now, with its PaymentIntent. */
async function readSession(stripe: Stripe, id: string): Promise<Found> {
  const path = `${PATH}/${encodeURIComponent(id)}?expand[]=payment_intent`;
  const called = await call(stripe, { method: 'GET', path, shape: sessionShape });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  return { kind: 'ok', session: called.answer.body };
}

/**
 * The session of a key, as it is now. The first call makes it; the same call, repeated, is how it is found. A key that Stripe may have
 * forgotten is only looked for.
 */
export async function openSession(stripe: Stripe, page: PageToOpen, amount: bigint): Promise<Found> {
  if (isOld(stripe, page.key)) {
    return orElse(await findSession(stripe, page.key), { kind: 'rejected', reason: 'Stripe: no such page' });
  }
  const called = await call(stripe, {
    method: 'POST',
    path: PATH,
    shape: sessionShape,
    key: `page_${page.key}`,
    fields: fieldsOf(page, amount),
  });
  if ('failure' in called) return afterFailure(stripe, page.key, called.failure);
  const { body, wasSaved } = called.answer;
  return wasSaved ? readSession(stripe, body.id) : { kind: 'ok', session: body };
}

function fieldsOf({ key, currency, description, returnTo, expiresAt }: PageToOpen, amount: bigint) {
  const name = description.trim().slice(0, MOST_NAME) || 'Largesse';
  const price = { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name } };
  return {
    mode: 'payment',
    client_reference_id: key,
    metadata: { [TENDER]: key },
    line_items: { '0': { quantity: 1n, price_data: price } },
    payment_method_types: { '0': 'card' },
    payment_intent_data: { capture_method: 'manual', description: name, metadata: { [TENDER]: key } },
    success_url: returnTo,
    cancel_url: returnTo,
    expires_at: BigInt(Math.floor(expiresAt.getTime() / 1_000)),
  };
}

/** Closed to whoever comes later. A session that has ended already stays as it is. */
export async function expireSession(stripe: Stripe, { id }: CheckoutSession): Promise<Found> {
  const path = `${PATH}/${encodeURIComponent(id)}/expire`;
  // Done twice, it changes nothing, and an answer that Stripe saved for a key would tell nothing new.
  const key = `expire_${crypto.randomUUID()}`;
  const called = await call(stripe, { method: 'POST', path, shape: sessionShape, key, fields: {} });
  if ('failure' in called) {
    const outcome = outcomeOfFailure(called.failure);
    if (outcome.kind !== 'rejected') return outcome;
  }
  return readSession(stripe, id);
}

/** A fault that Stripe repeats for the key, or a key that was used with other fields, says nothing of the session: a look does. */
async function afterFailure(stripe: Stripe, key: string, failure: CallFailure): Promise<Found> {
  const outcome = outcomeOfFailure(failure);
  if (outcome.kind === 'rejected') return outcome;
  const isAnother = failure.type === 'idempotency_error' && failure.status === 400;
  return failure.wasSaved || isAnother ? orElse(await findSession(stripe, key), outcome) : outcome;
}

function orElse(found: ProviderOutcome<{ session: CheckoutSession | undefined }>, otherwise: Found): Found {
  if (found.kind !== 'ok') return found;
  return found.session ? { kind: 'ok', session: found.session } : otherwise;
}

const pageShape = z.looseObject({ data: z.array(sessionShape), has_more: z.boolean() });

/** Sessions cannot be searched: those of the time of the key are looked through. */
async function findSession(
  stripe: Stripe,
  key: string,
): Promise<ProviderOutcome<{ session: CheckoutSession | undefined }>> {
  const madeAt = timeOfUuid(key)?.getTime();
  if (madeAt === undefined) return { kind: 'unknown', fault: 'the key of a page does not tell its time' };
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({
      'created[gte]': `${Math.floor((madeAt - CLOCKS_DIFFER_MS) / 1_000)}`,
      'created[lte]': `${Math.ceil((madeAt + OPENED_WITHIN_MS) / 1_000)}`,
      limit: '100',
      ...(after === undefined ? {} : { starting_after: after }),
    });
    const path = `${PATH}?${query.toString()}`;
    const called = await call(stripe, { method: 'GET', path, shape: pageShape });
    if ('failure' in called) return outcomeOfFailure(called.failure);
    const { data, has_more: hasMore } = called.answer.body;
    const found = data.find((one) => one.client_reference_id === key);
    if (found) return readSession(stripe, found.id);
    if (!hasMore) return { kind: 'ok', session: undefined };
    after = data.at(-1)?.id;
  }
  return { kind: 'unknown', fault: 'Stripe has too many pages to look through' };
}
