import { z } from '@hono/zod-openapi';
import { done } from '#src/domain/outcome.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, Instant, moneyBody, MoneySchema, timeBody } from '../kit/fields.ts';

const Month = z
  .string()
  .regex(/^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/u, 'has to be a month such as 2026-11')
  .openapi({ example: '2026-11' });

const Spend = z
  .strictObject({
    items: z.array(
      z.strictObject({
        department: z.string(),
        month: z.string().openapi({ description: 'A calendar month of the department’s own zone.' }),
        amount: MoneySchema,
        gifts: z.int(),
      }),
    ),
  })
  .openapi('Spend');

const reportSpend = defineEndpoint({
  name: 'reportSpend',
  method: 'get',
  path: '/v1/reports/spend',
  tag: 'Reports',
  scope: 'reports:read',
  summary: 'What departments gave, by month',
  description: 'Both months are included. Currencies are never added up.',
  query: z.strictObject({ fromMonth: Month, toMonth: Month }),
  answer: Spend,
  async run({ app }, { caller, query }) {
    const rows = await app.queries.report.spend(caller.person, query);
    return done({
      items: rows.map(({ department, month, gifts, ...money }) => {
        return { department, month, amount: moneyBody(money), gifts };
      }),
    });
  },
});

const Leavers = z
  .strictObject({
    items: z.array(
      z.strictObject({
        personId: Id,
        name: z.string(),
        email: z.string().nullable(),
        region: z.string(),
        leftAt: Instant,
        amount: MoneySchema.openapi({ description: 'Gift funds that they still hold.' }),
        honouredAt: Instant.nullable().openapi({ description: 'When it was decided that they stay.' }),
      }),
    ),
  })
  .openapi('Leavers');

const reportLeavers = defineEndpoint({
  name: 'reportLeavers',
  method: 'get',
  path: '/v1/reports/leavers',
  tag: 'Reports',
  scope: 'reports:read',
  summary: 'Who has left and still holds gift funds; whoever left first comes first',
  description: 'Of those whose wallets the token’s person may see.',
  answer: Leavers,
  async run({ app }, { caller }) {
    const rows = await app.queries.wallet.listLeavers(caller.person);
    return done({
      items: rows.map(({ personId, name, email, region, leftAt, honouredAt, ...money }) => ({
        personId,
        name,
        email,
        region,
        leftAt: timeBody(leftAt),
        amount: moneyBody(money),
        honouredAt: honouredAt && timeBody(honouredAt),
      })),
    });
  },
});

const Payouts = z
  .strictObject({
    items: z.array(
      z.strictObject({
        closingId: Id,
        name: z.string(),
        email: z.string().nullable(),
        employeeNumber: z.string().nullable(),
        amount: MoneySchema,
        paidOutAt: Instant,
        reason: z.string(),
      }),
    ),
  })
  .openapi('Payouts');

const reportPayouts = defineEndpoint({
  name: 'reportPayouts',
  method: 'get',
  path: '/v1/reports/payouts',
  tag: 'Reports',
  scope: 'reports:read',
  summary: 'What closed wallets owe people with their pay; the oldest comes first',
  description: 'Of those whose wallets the token’s person may see.',
  query: z.strictObject({ since: Instant.optional() }),
  answer: Payouts,
  async run({ app }, { caller, query: { since } }) {
    const filter = since === undefined ? {} : { since: new Date(since) };
    const rows = await app.queries.wallet.listPayouts(caller.person, filter);
    return done({
      items: rows.map(({ closingId, name, email, employeeNumber, paidOutAt, reason, ...money }) => ({
        closingId,
        name,
        email,
        employeeNumber,
        amount: moneyBody(money),
        paidOutAt: timeBody(paidOutAt),
        reason,
      })),
    });
  },
});

const Stock = z
  .strictObject({
    items: z.array(
      z.strictObject({
        productId: Id,
        product: z.string(),
        value: MoneySchema,
        left: z.int().openapi({ description: 'How many codes can still be given.' }),
        lowAt: z.int().openapi({ description: 'With fewer left, HR and finance are told; 0: never.' }),
        isLow: z.boolean(),
        levels: z
          .array(
            z.strictObject({
              expiresAt: Instant.nullable(),
              left: z.int(),
              given: z.int(),
              expired: z.int(),
              recalled: z.int(),
            }),
          )
          .openapi({ description: 'What expires first comes first.' }),
      }),
    ),
  })
  .openapi('Stock');

const reportStock = defineEndpoint({
  name: 'reportStock',
  method: 'get',
  path: '/v1/reports/stock',
  tag: 'Reports',
  scope: 'reports:read',
  summary: 'How many codes are left in stock, by product, value and last day',
  description: 'For HR, finance and admins; the others see none.',
  answer: Stock,
  async run({ app }, { caller }) {
    const rows = await app.queries.reward.listStock(caller.person);
    return done({
      items: rows.map(({ productId, product, valueMinor, currency, left, lowAt, isLow, levels }) => ({
        productId,
        product,
        value: moneyBody({ amountMinor: valueMinor, currency }),
        left,
        lowAt,
        isLow,
        levels: levels.map(({ expiresAt, taken: given, ...level }) => {
          return { expiresAt: expiresAt && timeBody(expiresAt), given, ...level };
        }),
      })),
    });
  },
});

export const reportEndpoints = [reportSpend, reportLeavers, reportPayouts, reportStock];
