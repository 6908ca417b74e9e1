import { z } from '@hono/zod-openapi';
import { done } from '#src/domain/outcome.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id } from '../kit/fields.ts';
import { isOfMarketplace, readerOf } from './buyer-of.ts';

const MarketplaceSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    currency: z.string().openapi({ description: 'The only one that it takes.', example: 'USD' }),
  })
  .openapi('Marketplace');

const listMarketplaces = defineEndpoint({
  name: 'listMarketplaces',
  method: 'get',
  path: '/v1/marketplaces',
  tag: 'Checkouts',
  scope: 'marketplaces:read',
  summary: 'List where wallets can be spent, by name',
  description: 'A token that was made for a marketplace sees that one alone.',
  answer: z.strictObject({ items: z.array(MarketplaceSchema) }).openapi('Marketplaces'),
  async run({ app }, { caller }) {
    const all = await app.queries.checkout.listMarketplaces(readerOf(caller));
    const items = all.filter(({ id }) => isOfMarketplace(caller, id));
    return done({ items: items.map(({ id, name, currency }) => ({ id, name, currency })) });
  },
});

export const marketplaceEndpoints = [listMarketplaces];
