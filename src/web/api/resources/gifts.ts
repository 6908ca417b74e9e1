import { z } from '@hono/zod-openapi';
import type { ListedGift } from '#src/app.ts';
import { done } from '#src/domain/outcome.ts';
import { GIFT_STATUSES, RECOGNITION_STATUSES } from '#src/domain/states.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, Instant, moneyBody, MoneySchema, timeBody } from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';
import { undoAnswer, UndoneSchema } from './undone.ts';

const Gift = z
  .strictObject({
    id: Id,
    createdAt: Instant,
    giver: z.string(),
    recipient: z.string(),
    department: z.string().openapi({ description: 'Whose budget paid.' }),
    amount: MoneySchema,
    status: z.enum(GIFT_STATUSES),
    isReversed: z
      .boolean()
      .openapi({ description: 'It was taken back out of the wallet after it was redeemed.' }),
    reason: z.string().openapi({ description: 'Why it was taken back; empty unless it was.' }),
    request: z.enum(RECOGNITION_STATUSES).openapi({ description: 'What became of its request.' }),
    expiresAt: Instant.nullable().openapi({ description: 'From when on it can no longer be redeemed.' }),
  })
  .openapi('Gift');

function giftBody(gift: ListedGift): z.input<typeof Gift> {
  const { giftId: id, giver, recipient, department, status, isReversed, reason, request } = gift;
  return {
    id,
    createdAt: timeBody(gift.createdAt),
    giver,
    recipient,
    department,
    amount: moneyBody(gift),
    status,
    isReversed,
    reason,
    request,
    expiresAt: timeBody(gift.expiresAt),
  };
}

const listGifts = defineEndpoint({
  name: 'listGifts',
  method: 'get',
  path: '/v1/gifts',
  tag: 'Gifts',
  scope: 'gifts:read',
  summary: 'List gifts, the newest first',
  query: z.strictObject({
    ...pageFields,
    giverId: Id.optional(),
    recipientId: Id.optional(),
    personId: Id.optional().openapi({ description: 'Given or got by them.' }),
    departmentId: Id.optional(),
    status: z.enum(GIFT_STATUSES).optional(),
    since: Instant.optional(),
    until: Instant.optional(),
  }),
  answer: pageSchema(Gift).openapi('GiftPage'),
  async run({ app }, { caller, query }) {
    const { giverId, recipientId, personId, departmentId, status, since, until } = query;
    return readPage({
      name: 'gifts',
      query,
      list: (before, limit) =>
        app.queries.gift.list(caller.person, {
          ...(giverId && { giverId }),
          ...(recipientId && { recipientId }),
          ...(personId && { personId }),
          ...(departmentId && { departmentId }),
          ...(status && { status }),
          ...(since && { since: new Date(since) }),
          ...(until && { until: new Date(until) }),
          ...(before && { before }),
          limit,
        }),
      idOf: ({ giftId }) => giftId,
      show: giftBody,
    });
  },
});

const params = z.strictObject({ id: Id });

const getGift = defineEndpoint({
  name: 'getGift',
  method: 'get',
  path: '/v1/gifts/{id}',
  tag: 'Gifts',
  scope: 'gifts:read',
  summary: 'Show a gift',
  params,
  answer: Gift,
  async run({ app }, { caller, params: { id: giftId } }) {
    const [gift] = await app.queries.gift.list(caller.person, { giftId, limit: 1 });
    return gift ? done(giftBody(gift)) : notFound();
  },
});

const undoGift = defineEndpoint({
  name: 'undoGift',
  method: 'post',
  path: '/v1/gifts/{id}/undo',
  tag: 'Gifts',
  scope: 'gifts:write',
  summary: 'Take a gift back, within minutes and before it is redeemed',
  description: 'Only its giver may.',
  params,
  answer: UndoneSchema,
  async run({ app, words }, { caller: { person }, params: { id: giftId } }) {
    return undoAnswer(words, await app.gift.undo({ person, of: { giftId } }));
  },
});

export const giftEndpoints = [listGifts, getGift, undoGift];
