import { z } from '@hono/zod-openapi';
import { done, refused } from '#src/domain/outcome.ts';
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

const GRANT_STATUSES = ['open', 'expired', 'taken-back'] as const;

const Promo = z
  .strictObject({
    id: Id,
    person: z.string(),
    department: z.string().openapi({ description: 'Whose budget paid.' }),
    amount: MoneySchema,
    leftMinor: z.int().openapi({ description: 'What was not spent of it.' }),
    reason: z.string(),
    status: z.enum(GRANT_STATUSES),
    grantedAt: Instant,
    grantedBy: z.string(),
    expiresAt: Instant,
  })
  .openapi('Promo');

const listPromos = defineEndpoint({
  name: 'listPromos',
  method: 'get',
  path: '/v1/promos',
  tag: 'Promotional credit',
  scope: 'promos:read',
  summary: 'List grants of promotional credit; what expires first comes first',
  query: z.strictObject({
    ...pageFields,
    personId: Id.optional(),
    isOpen: z
      .enum(['true', 'false'])
      .optional()
      .openapi({ description: '`true`: only those that have not ended.' }),
  }),
  answer: pageSchema(Promo).openapi('PromoPage'),
  async run({ app }, { caller, query }) {
    const { personId, isOpen } = query;
    return readPage({
      name: 'promos',
      query,
      list: (after, limit) =>
        app.queries.wallet.listPromos(caller.person, { personId, isOpen: isOpen === 'true', after, limit }),
      idOf: ({ grantId }) => grantId,
      show: (promo) => ({
        id: promo.grantId,
        person: promo.person,
        department: promo.department,
        amount: moneyBody(promo),
        leftMinor: minorOf(promo.leftMinor),
        reason: promo.reason,
        status: promo.status,
        grantedAt: timeBody(promo.grantedAt),
        grantedBy: promo.grantedBy,
        expiresAt: timeBody(promo.expiresAt),
      }),
    });
  },
});

const NewPromos = z
  .strictObject({
    departmentId: Id.openapi({ description: 'Whose budget pays.' }),
    currency: Currency,
    expiresAt: Instant,
    reason: plainText(500).min(1).openapi({ description: 'Why: whoever gets it reads it.' }),
    grants: z
      .array(z.strictObject({ personId: Id, amountMinor: AmountMinor }))
      .min(1)
      .max(100),
  })
  .openapi('NewPromos');

const GrantedPromos = z
  .strictObject({
    grants: z.array(z.strictObject({ id: Id, personId: Id, amountMinor: z.int() })),
    repeated: z
      .int()
      .openapi({ description: 'How many of them had been granted before, and were not again.' }),
    totalMinor: z.int(),
    currency: z.string(),
  })
  .openapi('GrantedPromos');

const grantPromos = defineEndpoint({
  name: 'grantPromos',
  method: 'post',
  path: '/v1/promos',
  tag: 'Promotional credit',
  scope: 'promos:write',
  summary: 'Grant promotional credit, to all of these people or none',
  body: NewPromos,
  answer: GrantedPromos,
  status: 201,
  async run({ app }, { caller, body, key }) {
    const { person } = caller;
    const { people } = app.queries;
    const department = await people.findDepartmentById(person, body.departmentId);
    if (!department) return notFound();
    const { name, currency: expected } = department;
    const { currency, reason, grants } = body;
    if (currency !== expected) {
      return refused({ kind: 'wrong-currency', given: currency, expected, department: name });
    }
    const known = await Promise.all(grants.map(({ personId }) => people.find(person, personId)));
    if (known.includes(undefined)) return notFound();
    const promos = grants.map(({ personId, amountMinor }, index) => {
      return {
        personId,
        amountMinor: BigInt(amountMinor),
        requestId: `${apiRequestId(caller, key)}/${index}`,
      };
    });
    const expiresAt = new Date(body.expiresAt);
    const granted = await app.wallet.grantPromos({ department, person, reason, expiresAt, promos });
    if (!granted.ok) return granted;
    const { grants: made, repeated, totalMinor } = granted.value;
    return done({
      grants: made.map(({ grantId: id, personId, amountMinor }) => {
        return { id, personId, amountMinor: minorOf(amountMinor) };
      }),
      repeated,
      totalMinor: minorOf(totalMinor),
      currency,
    });
  },
});

const takeBackPromo = defineEndpoint({
  name: 'takeBackPromo',
  method: 'post',
  path: '/v1/promos/{id}/take-back',
  tag: 'Promotional credit',
  scope: 'promos:write',
  summary: 'Ask a second person to take back what is left of a grant',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ reason: plainText(500).min(1) }).openapi('PromoToTakeBack'),
  answer: z
    .strictObject({ approvalId: Id, leftMinor: z.int(), currency: z.string(), waitsUntil: Instant })
    .openapi('WaitingPromo'),
  status: 202,
  async run({ app }, { caller: { person }, params: { id: grantId }, body: { reason } }) {
    const asked = await app.wallet.requestPromoReturn({ person, grantId, reason });
    if (!asked.ok) return asked;
    const { approvalId, leftMinor, waitsUntil, grant } = asked.value;
    return done({
      approvalId,
      leftMinor: minorOf(leftMinor),
      currency: grant.currency,
      waitsUntil: timeBody(waitsUntil),
    });
  },
});

export const promoEndpoints = [listPromos, grantPromos, takeBackPromo];
