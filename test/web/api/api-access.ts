import { must } from '#src/domain/kit/must.ts';
import { asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { granted } from '#test/helpers/promos.ts';
import type { Api } from './open-api.ts';

/** Alice gets, Bob is beside her, Morgan gives, Dana manages another department, Ada approves, Priya is HR. */
export const CALLERS = ['alice', 'bob', 'morgan', 'dana', 'ada', 'priya', 'finn', 'zoe'] as const;
export type CallerName = (typeof CALLERS)[number];

/** What somebody calls a route with, made anew for each of them. */
type Prepared = { params?: Record<string, string>; query?: string; body?: unknown };

/**
 * How each fares, in the order of the callers. `prepare` makes what it is about: a gift from Morgan to Alice, unless said otherwise.
 */
export type ApiRoute = {
  prepare?: (api: Api, caller: CallerName) => Promise<Prepared>;
  fares: Record<CallerName, number>;
};

function each(...statuses: number[]): Record<CallerName, number> {
  return Object.fromEntries(CALLERS.map((name, index) => [name, must(statuses[index], name)])) as Record<
    CallerName,
    number
  >;
}

function all(status: number): Record<CallerName, number> {
  return each(...CALLERS.map(() => status));
}

async function aGift({ company }: Api) {
  const { id, gifts } = await company.give('morgan', 'alice', '1');
  return { id, giftId: must(gifts[0], 'gift').giftId };
}

async function ofGift(api: Api): Promise<Prepared> {
  return { params: { id: (await aGift(api)).giftId } };
}

async function ofRecognition(api: Api): Promise<Prepared> {
  return { params: { id: (await aGift(api)).id } };
}

async function ofWaiting(api: Api): Promise<Prepared> {
  return { params: { id: (await api.reserve()).recognitionId } };
}

async function ofApproval(api: Api): Promise<Prepared> {
  return { params: { id: (await api.reserve()).approvalId } };
}

async function ofAlice({ company }: Api): Promise<Prepared> {
  const { id } = await company.person('alice');
  return { params: { id, personId: id }, query: '?currency=USD' };
}

async function ofEngineering({ company }: Api): Promise<Prepared> {
  const { id } = await company.department('Engineering');
  return { params: { id, departmentId: id } };
}

/** A purchase of Alice’s for a cent, which is held. */
async function aCheckout({ core, company, shop }: Api): Promise<string> {
  await granted(core, company, 'alice', 1n);
  return valueOf(await buy(core, company, { shop, amountMinor: 1n })).id;
}

async function ofCheckout(api: Api): Promise<Prepared> {
  return { params: { id: await aCheckout(api) }, body: {} };
}

async function ofCaptured(api: Api): Promise<Prepared> {
  const id = await aCheckout(api);
  valueOf(await api.core.app.checkout.capture({ ...asShop(api.shop, id), requestId: 'all' }));
  return { params: { id }, body: {} };
}

/** A mug that Alice has ordered, which Priya sees to. */
async function anOrder({ core, company, mug }: Api): Promise<string> {
  await granted(core, company, 'alice', 1n);
  const [buyer, requestId] = [await company.person('alice'), core.newId()];
  const asked = { itemId: mug.id, amountMinor: 1n, currency: 'USD', passedAt: null };
  return valueOf(await core.app.store.order({ ...asked, buyer, requestId })).id;
}

async function ofOrder(api: Api): Promise<Prepared> {
  return { params: { id: await anOrder(api) } };
}

async function ofFulfilled(api: Api): Promise<Prepared> {
  const orderId = await anOrder(api);
  valueOf(await api.core.app.store.fulfilOrder({ actor: await api.company.person('priya'), orderId }));
  return { params: { id: orderId }, body: { reason: 'broken' } };
}

/** The wallet of Mallory, who is in Dana’s department: nothing else here needs it. */
async function ofMallory({ company }: Api): Promise<Prepared> {
  return { params: { personId: (await company.person('mallory')).id }, body: { reason: 'a lost phone' } };
}

const NEAR_THE_GIVER = each(404, 404, 200, 404, 200, 200, 200, 200);
const NEAR_THE_GIFT = each(200, 404, 200, 404, 200, 200, 200, 200);
const ONLY_THE_GIVER = each(403, 403, 200, 403, 403, 403, 403, 403);
const ONLY_FINANCE = each(403, 403, 403, 403, 403, 403, 200, 200);
const GUARDS = each(404, 404, 404, 403, 404, 200, 200, 200);
/** Not its buyer, and not finance, who only read orders. */
const SEES_TO_IT = each(403, 404, 404, 404, 404, 200, 404, 200);
const ANSWERABLE_OR_OWNER = each(200, 404, 404, 404, 404, 200, 200, 200);

/** Every route of the API. Lists are there for everybody, and hold what each may see. */
export const API_ROUTES: Record<string, ApiRoute> = {
  'GET /v1/me': { fares: all(200) },
  // Whether they may give is decided afterwards, as for a command.
  'POST /v1/recognitions': {
    prepare: async () => ({
      body: { recipients: [{ email: 'mallory@example.com' }], amountMinor: 100, currency: 'USD' },
    }),
    fares: all(202),
  },
  'GET /v1/recognitions': { fares: all(200) },
  'GET /v1/recognitions/:id': { prepare: ofRecognition, fares: NEAR_THE_GIVER },
  'POST /v1/recognitions/:id/cancel': {
    prepare: ofWaiting,
    fares: each(404, 404, 200, 404, 403, 403, 403, 403),
  },
  'POST /v1/recognitions/:id/undo': { prepare: ofRecognition, fares: ONLY_THE_GIVER },
  'GET /v1/gifts': { fares: all(200) },
  'GET /v1/gifts/:id': { prepare: ofGift, fares: NEAR_THE_GIFT },
  'POST /v1/gifts/:id/undo': { prepare: ofGift, fares: ONLY_THE_GIVER },
  'POST /v1/codes/redeem': {
    async prepare(api) {
      const code = await api.company.codeOf((await aGift(api)).giftId, 'alice');
      return { body: { code: code.reveal() } };
    },
    // Whoever else has it is told the same as of a code that never was.
    fares: each(200, 422, 422, 422, 422, 422, 422, 422),
  },
  'POST /v1/codes/report': {
    prepare: async (api) => ({ body: { giftId: (await aGift(api)).giftId } }),
    fares: each(200, 403, 200, 403, 403, 200, 200, 200),
  },
  'GET /v1/wallets': { fares: all(200) },
  'GET /v1/wallets/:personId': {
    prepare: async (api) => ({ ...(await ofAlice(api)), query: '' }),
    fares: ANSWERABLE_OR_OWNER,
  },
  'GET /v1/wallets/:personId/activity': { prepare: ofAlice, fares: ANSWERABLE_OR_OWNER },
  'POST /v1/wallets/:personId/freeze': { prepare: ofMallory, fares: GUARDS },
  'POST /v1/wallets/:personId/unfreeze': { prepare: ofMallory, fares: GUARDS },
  // It is empty.
  'POST /v1/wallets/:personId/close': {
    prepare: ofMallory,
    fares: each(404, 404, 404, 403, 404, 409, 409, 409),
  },
  'GET /v1/marketplaces': { fares: all(200) },
  'GET /v1/checkouts': { fares: all(200) },
  'GET /v1/checkouts/:id': {
    prepare: async (api) => ({ params: { id: await aCheckout(api) } }),
    fares: ANSWERABLE_OR_OWNER,
  },
  // Everybody spends their own wallet, and nobody another’s.
  'POST /v1/checkouts': {
    async prepare({ core, company, shop }, caller) {
      await granted(core, company, caller, 1n);
      return { body: { marketplaceId: shop.id, amountMinor: 1, currency: 'USD' } };
    },
    fares: all(201),
  },
  'POST /v1/checkouts/:id/capture': { prepare: ofCheckout, fares: ONLY_FINANCE },
  'POST /v1/checkouts/:id/void': {
    prepare: async (api) => ({ params: { id: await aCheckout(api) } }),
    fares: ONLY_FINANCE,
  },
  'POST /v1/checkouts/:id/refund': { prepare: ofCaptured, fares: ONLY_FINANCE },
  'GET /v1/catalogue': { fares: all(200) },
  'GET /v1/catalogue/offers/:personId': {
    prepare: async (api) => ({ ...(await ofAlice(api)), query: '' }),
    fares: ANSWERABLE_OR_OWNER,
  },
  'GET /v1/orders': { fares: all(200) },
  'GET /v1/orders/:id': { prepare: ofOrder, fares: ANSWERABLE_OR_OWNER },
  'POST /v1/orders': {
    async prepare({ core, company, mug }, caller) {
      await granted(core, company, caller, 1n);
      return { body: { itemId: mug.id, amountMinor: 1, currency: 'USD' } };
    },
    fares: all(201),
  },
  'POST /v1/orders/:id/start': { prepare: ofOrder, fares: SEES_TO_IT },
  'POST /v1/orders/:id/fulfil': {
    prepare: async (api) => ({ ...(await ofOrder(api)), body: {} }),
    fares: SEES_TO_IT,
  },
  'POST /v1/orders/:id/cancel': {
    prepare: async (api) => ({ ...(await ofOrder(api)), body: { reason: 'out of mugs' } }),
    fares: each(200, 404, 404, 404, 404, 200, 404, 200),
  },
  'POST /v1/orders/:id/refund': { prepare: ofFulfilled, fares: SEES_TO_IT },
  'GET /v1/promos': { fares: all(200) },
  'POST /v1/promos': {
    async prepare({ company }) {
      const departmentId = (await company.department('Engineering')).id;
      const grants = [{ personId: (await company.person('alice')).id, amountMinor: 100 }];
      return {
        body: { departmentId, currency: 'USD', expiresAt: '2027-01-01T00:00:00Z', reason: 'spring', grants },
      };
    },
    fares: each(403, 404, 403, 404, 403, 403, 201, 201),
  },
  'POST /v1/promos/:id/take-back': {
    async prepare(api) {
      return {
        params: { id: await granted(api.core, api.company, 'alice', 100n) },
        body: { reason: 'twice' },
      };
    },
    fares: each(403, 403, 403, 403, 403, 403, 202, 202),
  },
  'GET /v1/people': { fares: all(200) },
  'GET /v1/people/:id': {
    prepare: async (api) => ({ ...(await ofAlice(api)), query: '' }),
    fares: NEAR_THE_GIFT,
  },
  'GET /v1/departments': { fares: all(200) },
  'GET /v1/departments/:id': {
    prepare: ofEngineering,
    fares: each(200, 200, 200, 404, 200, 200, 200, 200),
  },
  'GET /v1/budgets': { fares: all(200) },
  'GET /v1/budgets/:departmentId': {
    prepare: ofEngineering,
    fares: each(403, 403, 200, 404, 200, 200, 200, 200),
  },
  'PUT /v1/budgets/:departmentId': {
    prepare: async (api) => ({
      ...(await ofEngineering(api)),
      body: { amountMinor: 900_000, currency: 'USD' },
    }),
    fares: each(403, 403, 403, 404, 403, 403, 200, 200),
  },
  'GET /v1/approvals': { fares: all(200) },
  'GET /v1/approvals/:id': { prepare: ofApproval, fares: NEAR_THE_GIVER },
  'POST /v1/approvals/:id/approve': {
    prepare: ofApproval,
    fares: each(403, 403, 403, 403, 200, 403, 403, 403),
  },
  'POST /v1/approvals/:id/decline': {
    prepare: async (api) => ({ ...(await ofApproval(api)), body: { reason: 'no' } }),
    fares: each(403, 403, 403, 403, 200, 403, 403, 403),
  },
  'GET /v1/activity': { fares: all(200) },
  'GET /v1/reports/spend': {
    prepare: async () => ({ query: '?fromMonth=2026-01&toMonth=2026-12' }),
    fares: all(200),
  },
  'GET /v1/reports/leavers': { fares: all(200) },
  'GET /v1/reports/payouts': { fares: all(200) },
  'GET /v1/reports/stock': { fares: all(200) },
};

/** A route's path with its ids. */
export function pathOf(pattern: string, { params = {}, query = '' }: Prepared): string {
  return pattern.replaceAll(/:(\w+)/gu, (_, name: string) => params[name] ?? name) + query;
}
