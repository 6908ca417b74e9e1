import { z } from '@hono/zod-openapi';
import type { CatalogueItem } from '#src/app.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { ITEM_KINDS } from '#src/domain/store/item.ts';
import type { Offer } from '#src/domain/store/offer.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, minorOf, moneyBody, MoneySchema, orNull } from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';

const Minor = z.int().openapi({ description: 'In the currency’s smallest unit, such as cents.' });

/** From whom a gift card is bought, what they call it, and from how much to how much. */
const Provider = z.strictObject({
  name: z.string(),
  product: z.string(),
  minMinor: Minor,
  maxMinor: Minor,
  currency: z.string(),
});

const Item = z
  .strictObject({
    id: Id,
    kind: z.enum(ITEM_KINDS),
    name: z.string(),
    description: z.string(),
    prices: z.array(MoneySchema).openapi({ description: 'One for each currency. A gift card has none.' }),
    inStock: z.int().nullable().openapi({ description: 'Null: as many as wanted.' }),
    limitPerPerson: z.int().nullable(),
    needsAddress: z.boolean(),
    fulfillerId: Id.nullable().openapi({ description: 'Who does what was ordered, where a person does.' }),
    productId: Id.nullable().openapi({ description: 'The product in stock whose codes it gives.' }),
    provider: orNull(Provider),
    departmentIds: z.array(Id).openapi({ description: 'For whom it is; empty: for all.' }),
    roles: z.array(z.enum(ROLES)),
    regions: z.array(z.string()),
    isRetired: z.boolean(),
  })
  .openapi('CatalogueItem');

function itemBody(item: CatalogueItem): z.input<typeof Item> {
  const { id, kind, name, description, inStock, limitPerPerson, needsAddress, fulfillerId, productId } = item;
  const { provider, departments, roles, regions, isRetired } = item;
  return {
    id,
    kind,
    name,
    description,
    prices: Object.entries(item.prices).map(([currency, amountMinor]) =>
      moneyBody({ amountMinor, currency }),
    ),
    inStock,
    limitPerPerson,
    needsAddress,
    fulfillerId,
    productId,
    provider: provider && {
      name: provider.name,
      product: provider.product,
      minMinor: minorOf(provider.minMinor),
      maxMinor: minorOf(provider.maxMinor),
      currency: provider.currency,
    },
    departmentIds: [...departments],
    roles: [...roles],
    regions: [...regions],
    isRetired,
  };
}

/** Those after one, in the order of their ids. There are few, so they are cut here. */
function cut<T>(all: readonly T[], idOf: (one: T) => string, after: string | undefined, limit: number): T[] {
  return all
    .filter((one) => after === undefined || idOf(one) > after)
    .toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
    .slice(0, limit);
}

const listCatalogue = defineEndpoint({
  name: 'listCatalogue',
  method: 'get',
  path: '/v1/catalogue',
  tag: 'Catalogue',
  scope: 'catalogue:read',
  summary: 'List the items of the store, in the order of their ids',
  description: 'For HR, finance and admins; empty for everybody else. Offers are what somebody can order.',
  query: z.strictObject(pageFields),
  answer: pageSchema(Item).openapi('CataloguePage'),
  async run({ app }, { caller, query }) {
    return readPage({
      name: 'catalogue',
      query,
      list: async (after, limit) =>
        cut(await app.queries.store.listCatalogue(caller.person), ({ id }) => id, after, limit),
      idOf: ({ id }) => id,
      show: itemBody,
    });
  },
});

const OfferSchema = z
  .strictObject({
    itemId: Id,
    kind: z.enum(ITEM_KINDS),
    name: z.string(),
    description: z.string(),
    needsAddress: z.boolean(),
    costs: z
      .array(
        z.strictObject({
          amountMinor: Minor.openapi({ description: 'The price; of a gift card, the least.' }),
          currency: z.string(),
          mostMinor: Minor.nullable().openapi({ description: 'Of a gift card, the most.' }),
          haveMinor: Minor.openapi({ description: 'What the person has in this currency.' }),
          lackMinor: Minor,
        }),
      )
      .openapi({
        description: 'In each currency in which they can pay; what they can best afford comes first.',
      }),
    left: z.int().nullable().openapi({ description: 'How many are left; null: as many as wanted.' }),
    isSoldOut: z.boolean(),
  })
  .openapi('Offer');

function offerBody({ item, costs, left, isSoldOut }: Offer): z.input<typeof OfferSchema> {
  const { id: itemId, kind, name, description, needsAddress } = item;
  return {
    itemId,
    kind,
    name,
    description,
    needsAddress,
    costs: costs.map(({ amountMinor, currency, mostMinor, haveMinor, lackMinor }) => ({
      amountMinor: minorOf(amountMinor),
      currency,
      mostMinor: mostMinor === undefined ? null : minorOf(mostMinor),
      haveMinor: minorOf(haveMinor),
      lackMinor: minorOf(lackMinor),
    })),
    left,
    isSoldOut,
  };
}

const listOffers = defineEndpoint({
  name: 'listOffers',
  method: 'get',
  path: '/v1/catalogue/offers/{personId}',
  tag: 'Catalogue',
  scope: 'catalogue:read',
  summary: 'List what the store offers somebody now, and what they can afford',
  params: z.strictObject({
    personId: z
      .union([z.literal('me'), Id])
      .openapi({ description: 'The id of a person, or `me`: whom the token acts as.', example: 'me' }),
  }),
  query: z.strictObject(pageFields),
  answer: pageSchema(OfferSchema).openapi('OfferPage'),
  async run({ app }, { caller: { person }, params, query }) {
    const personId = params.personId === 'me' ? person.id : params.personId;
    const offers = await app.queries.store.offersFor(person, { personId });
    if (!offers) return notFound();
    return readPage({
      name: `offers ${personId}`,
      query,
      list: (after, limit) => Promise.resolve(cut(offers, ({ item }) => item.id, after, limit)),
      idOf: ({ item }) => item.id,
      show: offerBody,
    });
  },
});

export const catalogueEndpoints = [listCatalogue, listOffers];
