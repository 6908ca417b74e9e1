import { z } from '@hono/zod-openapi';
import type { ListedCheckout } from '#src/app.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { CHECKOUT_STATUSES } from '#src/domain/states.ts';
import type { ApiCaller } from '../api-deps.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import {
  AmountMinor,
  Currency,
  Id,
  Instant,
  minorOf,
  moneyBody,
  MoneySchema,
  plainText,
  timeBody,
} from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';
import { apiRequestId } from '../kit/api-request-id.ts';
import { buyerOf, clerkOf, isOfMarketplace, PersonNamed, readerOf } from './buyer-of.ts';

const Minor = z.int().openapi({ description: 'In the currency’s smallest unit, such as cents.' });

const common = {
  id: Id,
  marketplaceId: Id,
  personId: Id.openapi({ description: 'Whose wallet pays.' }),
  amount: MoneySchema,
  description: z.string(),
  status: z.enum(CHECKOUT_STATUSES).openapi({
    description:
      '`awaiting_remainder`: the wallet’s part is held, and another payment method was asked for the rest.',
  }),
  capturedMinor: Minor,
  refundedMinor: Minor,
  madeAt: Instant,
  expiresAt: Instant.openapi({ description: 'Until when the money is held.' }),
};

const CheckoutSchema = z
  .strictObject({
    ...common,
    endedAt: Instant.nullable().openapi({ description: 'When nothing was held any more.' }),
    tenders: z
      .array(
        z.strictObject({
          kind: z.enum(['promo', 'gift', 'payment']),
          authorizedMinor: Minor,
          capturedMinor: Minor,
          refundedMinor: Minor,
        }),
      )
      .openapi({
        description: 'How it is paid: promotional credit, gift funds, then another payment method.',
      }),
  })
  .openapi('Checkout');

function checkoutBody(checkout: Checkout): z.input<typeof CheckoutSchema> {
  const { id, marketplaceId, personId, description, status, tenders, madeAt, expiresAt, endedAt } = checkout;
  const refundedMinor = tenders.reduce((sum, tender) => sum + tender.refundedMinor, 0n);
  return {
    id,
    marketplaceId,
    personId,
    amount: moneyBody(checkout),
    description,
    status,
    capturedMinor: status === 'captured' ? minorOf(checkout.capturedMinor) : 0,
    refundedMinor: minorOf(refundedMinor),
    madeAt: timeBody(madeAt),
    expiresAt: timeBody(expiresAt),
    endedAt: timeBody(endedAt),
    tenders: tenders.map((tender) => ({
      kind: tender.kind,
      authorizedMinor: minorOf(tender.authorizedMinor),
      capturedMinor: minorOf(tender.capturedMinor),
      refundedMinor: minorOf(tender.refundedMinor),
    })),
  };
}

function checkoutAnswer(outcome: Outcome<Checkout>): Outcome<z.input<typeof CheckoutSchema>> {
  return outcome.ok ? done(checkoutBody(outcome.value)) : outcome;
}

const ListedCheckoutSchema = z
  .strictObject({ ...common, person: z.string(), marketplace: z.string() })
  .openapi('ListedCheckout');

function listedBody(one: ListedCheckout): z.input<typeof ListedCheckoutSchema> {
  const { checkoutId: id, marketplaceId, marketplace, personId, person, description, status } = one;
  return {
    id,
    marketplaceId,
    marketplace,
    personId,
    person,
    amount: moneyBody(one),
    description,
    status,
    capturedMinor: minorOf(one.capturedMinor),
    refundedMinor: minorOf(one.refundedMinor),
    madeAt: timeBody(one.madeAt),
    expiresAt: timeBody(one.expiresAt),
  };
}

const NewCheckout = z
  .strictObject({
    marketplaceId: Id,
    person: PersonNamed.optional().openapi({
      description:
        'Whose wallet pays. A token that was made for a marketplace says it; without it, the token’s own person pays.',
    }),
    amountMinor: AmountMinor,
    currency: Currency,
    description: plainText(500).default('').openapi({ description: 'What is bought: the person reads it.' }),
    paymentToken: plainText(500).min(1).optional().openapi({
      description:
        'What another payment method gave the payer’s browser, to pay what the wallet does not. Without it, a wallet that is too low is refused: `wallet-short`.',
    }),
  })
  .openapi('NewCheckout');

const authorizeCheckout = defineEndpoint({
  name: 'authorizeCheckout',
  method: 'post',
  path: '/v1/checkouts',
  tag: 'Checkouts',
  scope: 'checkouts:write',
  summary: 'Hold an amount of somebody’s wallet for a purchase',
  description:
    'Promotional credit pays first, then gift funds. Capture it within a week, or what is held goes back. The organization’s rules for wallets hold here too; above its amount for a second factor, only the person can pay, on the web: `second-factor-to-spend`.',
  body: NewCheckout,
  answer: CheckoutSchema,
  status: 201,
  async run({ app }, { caller, body, key }) {
    const { person: named, amountMinor, ...asked } = body;
    if (!isOfMarketplace(caller, asked.marketplaceId)) {
      return { ok: false, refusal: { kind: 'not-your-marketplace' } };
    }
    const buyer = await buyerOf(app, caller, named);
    if (!buyer.ok) return buyer;
    // Where a shop's server calls from says nothing about who buys there.
    const origin = caller.token.marketplaceId === null ? caller.origin : {};
    return checkoutAnswer(
      await app.checkout.authorize({
        ...asked,
        ...origin,
        person: buyer.value,
        amountMinor: BigInt(amountMinor),
        requestId: apiRequestId(caller, key),
      }),
    );
  },
});

const listCheckouts = defineEndpoint({
  name: 'listCheckouts',
  method: 'get',
  path: '/v1/checkouts',
  tag: 'Checkouts',
  scope: 'checkouts:read',
  summary: 'List purchases, the newest first',
  description: 'A token that was made for a marketplace sees all of that one, and no other.',
  query: z.strictObject({
    ...pageFields,
    personId: Id.optional(),
    marketplaceId: Id.optional(),
    status: z.enum(CHECKOUT_STATUSES).optional(),
  }),
  answer: pageSchema(ListedCheckoutSchema).openapi('CheckoutPage'),
  async run({ app }, { caller, query }) {
    const { personId, status } = query;
    const marketplaceId = caller.token.marketplaceId ?? query.marketplaceId;
    return readPage({
      name: 'checkouts',
      query,
      list: (before, limit) =>
        app.queries.checkout.list(readerOf(caller), { personId, marketplaceId, status, before, limit }),
      idOf: ({ checkoutId }) => checkoutId,
      show: listedBody,
    });
  },
});

const params = z.strictObject({ id: Id });

const getCheckout = defineEndpoint({
  name: 'getCheckout',
  method: 'get',
  path: '/v1/checkouts/{id}',
  tag: 'Checkouts',
  scope: 'checkouts:read',
  summary: 'Show a purchase, and how it is paid',
  params,
  answer: CheckoutSchema,
  async run({ app }, { caller, params: { id } }) {
    const found = await app.queries.checkout.find(readerOf(caller), id);
    return found && isOfMarketplace(caller, found.marketplaceId) ? done(checkoutBody(found)) : notFound();
  },
});

function toSettle(caller: ApiCaller, checkoutId: string) {
  return { organizationId: caller.person.organizationId, checkoutId, by: clerkOf(caller) };
}

function partOf({ amountMinor }: { amountMinor?: number | undefined }): bigint | undefined {
  return amountMinor === undefined ? undefined : BigInt(amountMinor);
}

const captureCheckout = defineEndpoint({
  name: 'captureCheckout',
  method: 'post',
  path: '/v1/checkouts/{id}/capture',
  tag: 'Checkouts',
  scope: 'checkouts:write',
  summary: 'Take what is held, all of it or a part, once',
  description:
    'What is not taken goes back at once. For the marketplace’s own token, finance and admins. While another payment method takes its part, it is `capturing`.',
  params,
  body: z
    .strictObject({
      amountMinor: AmountMinor.optional().openapi({ description: 'All of it where it is left out.' }),
    })
    .openapi('Capture'),
  answer: CheckoutSchema,
  async run({ app }, { caller, params: { id }, body, key }) {
    const amountMinor = partOf(body);
    const capture = { ...toSettle(caller, id), requestId: apiRequestId(caller, key), amountMinor };
    return checkoutAnswer(await app.checkout.capture(capture));
  },
});

const voidCheckout = defineEndpoint({
  name: 'voidCheckout',
  method: 'post',
  path: '/v1/checkouts/{id}/void',
  tag: 'Checkouts',
  scope: 'checkouts:write',
  summary: 'Give back all that is held, before it is captured',
  description: 'For the marketplace’s own token, finance and admins.',
  params,
  answer: CheckoutSchema,
  async run({ app }, { caller, params: { id } }) {
    return checkoutAnswer(await app.checkout.void(toSettle(caller, id)));
  },
});

const refundCheckout = defineEndpoint({
  name: 'refundCheckout',
  method: 'post',
  path: '/v1/checkouts/{id}/refund',
  tag: 'Checkouts',
  scope: 'checkouts:write',
  summary: 'Give back what was captured, all of it or a part, as often as something is left',
  description: 'What paid last gets it back first. For the marketplace’s own token, finance and admins.',
  params,
  body: z
    .strictObject({
      amountMinor: AmountMinor.optional().openapi({ description: 'All that is left where it is left out.' }),
      reason: plainText(500).default(''),
    })
    .openapi('Refund'),
  answer: CheckoutSchema,
  async run({ app }, { caller, params: { id }, body, key }) {
    const { reason } = body;
    const refund = {
      ...toSettle(caller, id),
      requestId: apiRequestId(caller, key),
      amountMinor: partOf(body),
      reason,
    };
    return checkoutAnswer(await app.checkout.refund(refund));
  },
});

export const checkoutEndpoints = [
  authorizeCheckout,
  listCheckouts,
  getCheckout,
  captureCheckout,
  voidCheckout,
  refundCheckout,
];
