import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '#src/ports/clock.ts';
import {
  type ProviderAnswer,
  type ProviderHttp,
  type ProviderRequest,
  startProviderHttp,
} from '#test/servers/provider-http.ts';

export type TremendousOrder = {
  id: string;
  externalId: string | null;
  asked: string;
  status: string;
  denomination: number;
  currency: string;
  createdAt: Date;
  total: number;
  fees: number;
  reward: {
    id: string;
    link: string;
    delivery: 'SUCCEEDED' | 'FAILED';
    isCancelled: boolean;
    isRedeemed: boolean;
  };
};

export type TremendousServer = ProviderHttp & {
  orders: TremendousOrder[];
  funds: { available: number };
  /** The status that the next new order gets, instead of EXECUTED. */
  obey(status: string): void;
  sellToAnother: () => void;
  /** Every link that was ever given. */
  links: string[];
  violations: string[];
  /** A webhook about an order: its body, and the header that signs it. */
  notice(orderId: string, event?: string): { body: string; signature: string; uuid: string };
};

export const TREMENDOUS = { apiKey: 'TEST_key-of-tremendous', webhookKey: 'a-private-key-of-a-webhook' };

/** What Tremendous takes for a reward, and what a euro costs it in dollars. */
const FEE = 0.5;
const DOLLARS: Record<string, number> = { USD: 1, EUR: 1.25, JPY: 0.01 };

const PRODUCTS = [
  {
    id: 'AMAZONUS00',
    name: 'Amazon.com',
    category: 'merchant_card',
    currency_codes: ['USD'],
    countries: [{ abbr: 'US' }],
    skus: [{ min: 1, max: 2_000 }],
  },
  {
    id: 'VISAEU0000',
    name: 'Virtual Visa',
    category: 'visa_card',
    currency_codes: ['EUR', 'USD'],
    countries: [{ abbr: 'DE' }, { abbr: 'FR' }],
    skus: [
      { min: 1, max: 50 },
      { min: 50, max: 500 },
    ],
  },
  {
    id: 'AMAZONJP00',
    name: 'Amazon.co.jp',
    category: 'merchant_card',
    currency_codes: ['JPY'],
    countries: [],
  },
];

type State = { clock: Clock; statuses: string[] } & Pick<
  TremendousServer,
  'orders' | 'funds' | 'links' | 'violations'
>;

/** Tremendous's API with one prepaid balance in dollars: orders are made once per `external_id`. */
export async function startTremendousServer({ clock }: { clock: Clock }): Promise<TremendousServer> {
  const state: State = {
    clock,
    statuses: [],
    orders: [],
    funds: { available: 5_000 },
    links: [],
    violations: [],
  };
  const http = await startProviderHttp((request) => answer(state, request));
  return {
    ...http,
    orders: state.orders,
    funds: state.funds,
    links: state.links,
    violations: state.violations,
    obey: (status) => void state.statuses.push(status),
    sellToAnother: () =>
      void make(state, { externalId: 'invoice-77', asked: '', denomination: 10, currency: 'USD' }),
    notice(orderId, event = 'ORDERS.APPROVED') {
      const uuid = randomUUID();
      const resource = { id: orderId, type: 'orders' };
      const body = JSON.stringify({
        event,
        uuid,
        created_utc: clock.now().toISOString(),
        payload: { resource },
      });
      const hmac = createHmac('sha256', TREMENDOUS.webhookKey).update(body).digest('hex');
      return { body, uuid, signature: `sha256=${hmac}` };
    },
  };
}

function answer(state: State, request: ProviderRequest): ProviderAnswer {
  const { method, path } = request;
  if (request.header('authorization') !== `Bearer ${TREMENDOUS.apiKey}`) return refused(401, 'Unauthorized');
  const [, , , noun, id, verb] = path.split('/');
  if (method === 'GET' && noun === 'products') return ok({ products: PRODUCTS });
  if (method === 'GET' && noun === 'funding_sources') return readFunds(state, id);
  if (method === 'POST' && noun === 'orders') return createOrder(state, request.body);
  if (method === 'GET' && noun === 'orders' && id === undefined) return listOrders(state, request.query);
  if (method === 'GET' && noun === 'orders') {
    const order = state.orders.find((one) => one.id === id || one.externalId === id);
    return order ? ok({ order: shown(order) }) : refused(404, 'Not found');
  }
  const order = state.orders.find(({ reward }) => reward.id === id);
  if (method !== 'POST' || noun !== 'rewards' || !order) return refused(404, 'Not found');
  return verb === 'generate_link' ? generateLink(state, order) : cancelReward(state, order);
}

function ok(body: object): ProviderAnswer {
  return { status: 200, body };
}

export function refused(status: number, message: string, payload: object = {}): ProviderAnswer {
  return { status, body: { status, errors: { message, payload } } };
}

type AskedOrder = {
  external_id?: string;
  payment?: { funding_source_id?: string };
  reward?: {
    value?: { denomination?: unknown; currency_code?: string };
    products?: string[];
    recipient?: { name?: string };
    delivery?: { method?: string };
  };
};

function createOrder(state: State, text: string): ProviderAnswer {
  const { external_id: externalId, payment, reward } = JSON.parse(text) as AskedOrder;
  const { denomination, currency_code: currency = '' } = reward?.value ?? {};
  if (typeof denomination !== 'number') state.violations.push('the denomination is no number');
  if (reward?.delivery?.method !== 'LINK') state.violations.push('the reward is not delivered as a link');
  const known = state.orders.find((order) => externalId !== undefined && order.externalId === externalId);
  if (known) {
    if (known.asked !== text) return refused(409, 'external_id was used for another order');
    return { status: 201, body: { order: shown(known, true) } };
  }
  const product = PRODUCTS.find(({ id }) => id === reward?.products?.[0]);
  if (payment?.funding_source_id !== 'balance') return refused(400, 'No such funding source');
  if (!product?.currency_codes.includes(currency)) {
    return refused(400, 'Order failed: validation failure', { reward: { products: 'Not available' } });
  }
  const order = make(state, {
    externalId: externalId ?? null,
    asked: text,
    denomination: Number(denomination),
    currency,
  });
  return ok({ order: shown(order, true) });
}

function make(
  state: State,
  asked: Pick<TremendousOrder, 'externalId' | 'asked' | 'denomination' | 'currency'>,
): TremendousOrder {
  const total = Number((asked.denomination * (DOLLARS[asked.currency] ?? 1) + FEE).toFixed(2));
  const order: TremendousOrder = {
    ...asked,
    id: randomUUID().slice(0, 12).replaceAll('-', '').toUpperCase(),
    status: total > state.funds.available ? 'FAILED' : (state.statuses.shift() ?? 'EXECUTED'),
    createdAt: state.clock.now(),
    total,
    fees: FEE,
    reward: {
      id: randomUUID(),
      link: newLink(state),
      delivery: 'SUCCEEDED',
      isCancelled: false,
      isRedeemed: false,
    },
  };
  if (order.status === 'EXECUTED') state.funds.available -= total;
  state.orders.push(order);
  return order;
}

function newLink(state: State): string {
  const link = `https://reward.test/rewards/payout/${randomUUID()}`;
  state.links.push(link);
  return link;
}

/** A link is shown to whoever makes the order, and by lists never. */
function shown(order: TremendousOrder, withLink = false): object {
  const { id, externalId, status, createdAt, denomination, currency, total, fees, reward } = order;
  const delivery = {
    method: 'LINK',
    status: reward.delivery,
    ...(withLink && status === 'EXECUTED' ? { link: reward.link } : {}),
  };
  const value = { denomination, currency_code: currency };
  return {
    id,
    external_id: externalId,
    campaign_id: null,
    created_at: createdAt.toISOString(),
    status,
    channel: 'API',
    payment: { subtotal: total - fees, total, fees, discount: 0, currency_code: 'USD' },
    rewards: [{ id: reward.id, order_id: id, created_at: createdAt.toISOString(), value, delivery }],
  };
}

function listOrders(state: State, query: URLSearchParams): ProviderAnswer {
  const externalId = query.get('external_id');
  const [from, to] = [query.get('created_at[gte]'), query.get('created_at[lte]')];
  const found = state.orders
    .filter((order) => externalId === null || order.externalId === externalId)
    .filter(({ createdAt }) => from === null || createdAt >= new Date(from))
    .filter(({ createdAt }) => to === null || createdAt <= new Date(to))
    .toReversed();
  const offset = Number(query.get('offset') ?? 0);
  const page = found.slice(offset, offset + Number(query.get('limit') ?? 10));
  return ok({ orders: page.map((order) => shown(order)), total_count: found.length });
}

function generateLink(state: State, { status, reward }: TremendousOrder): ProviderAnswer {
  if (status !== 'EXECUTED' || reward.isCancelled) return refused(403, 'This reward has no link');
  reward.link = newLink(state);
  return ok({ reward: { id: reward.id, link: reward.link } });
}

function cancelReward(state: State, order: TremendousOrder): ProviderAnswer {
  if (order.reward.isCancelled) return ok({ reward: { id: order.reward.id } });
  if (order.reward.isRedeemed || order.reward.delivery !== 'FAILED') {
    return refused(422, 'Only rewards whose delivery failed can be canceled');
  }
  order.reward.isCancelled = true;
  order.status = 'CANCELED';
  state.funds.available += order.total;
  return ok({ reward: { id: order.reward.id } });
}

/** The list tells amounts that are old. */
function readFunds({ funds }: State, id: string | undefined): ProviderAnswer {
  function source(amount: number) {
    const meta = { available_amount: amount, available_cents: amount * 100, currency_code: 'USD' };
    return {
      id: 'FUNDS0000001',
      method: 'balance',
      status: 'active',
      usage_permissions: ['api_orders'],
      meta,
    };
  }
  if (id === undefined) return ok({ funding_sources: [source(1)] });
  return id === 'FUNDS0000001'
    ? ok({ funding_source: source(Number(funds.available.toFixed(2))) })
    : refused(404, 'Not found');
}
