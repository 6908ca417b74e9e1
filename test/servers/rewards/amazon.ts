import { randomBytes } from 'node:crypto';
import type { Clock } from '#src/ports/clock.ts';
import {
  type ProviderAnswer,
  type ProviderHttp,
  type ProviderRequest,
  startProviderHttp,
} from '#test/servers/provider-http.ts';
import { amazonError, isAmazonErrorId, throttled } from './amazon-errors.ts';
import { signatureFault } from './amazon-signature.ts';

type Value = { amount: number; currencyCode: string };
type MadeCard = { id: string; gcId: string; code: string; value: Value; madeAt: Date; status: string };
type Activity = { type: string; requestId: string; gcId: string; value: Value; at: Date };

export type AmazonServer = ProviderHttp & {
  cards: MadeCard[];
  funds: Value;
  /** The answers to the next calls of CreateGiftCard: an id of the sandbox, such as F3003, or `throttle`. */
  obey: (order: string) => void;
  /** As somebody else with the same account would. */
  sellToAnother: () => void;
  claim(gcId: string): void;
  violations: string[];
};

export const AMAZON = { partnerId: 'Acme1', accessKey: 'AKIDEXAMPLE', secretKey: 'a-secret-of-amazon' };

const CANCEL_WITHIN_MS = 15 * 60_000;

type State = {
  clock: Clock;
  region: string;
  currency: string;
  pageSize: number;
  isRefused: (amount: number) => boolean;
  orders: string[];
  activity: Activity[];
} & Pick<AmazonServer, 'cards' | 'funds' | 'violations'>;

/** Amazon's Incentives API for one marketplace, with its sandbox's ids and its quarter of an hour to cancel. */
export async function startAmazonServer({
  clock,
  region = 'us-east-1',
  currency = 'USD',
  funds = 5_000,
  pageSize = 1_000,
  isRefused = () => false,
}: {
  clock: Clock;
  region?: string;
  currency?: string;
  funds?: number;
  pageSize?: number;
  /** Amounts for which it never sells a card. */
  isRefused?: (amount: number) => boolean;
}): Promise<AmazonServer> {
  const state: State = {
    clock,
    region,
    currency,
    pageSize,
    isRefused,
    orders: [],
    activity: [],
    cards: [],
    funds: { amount: funds, currencyCode: currency },
    violations: [],
  };
  const http = await startProviderHttp((request) => answer(state, request));
  return {
    ...http,
    cards: state.cards,
    funds: state.funds,
    violations: state.violations,
    obey: (order) => void state.orders.push(order),
    sellToAnother: () =>
      void make(state, `${AMAZON.partnerId}Invoice77`, { amount: 10, currencyCode: currency }),
    claim(gcId) {
      const card = state.cards.find((one) => one.gcId === gcId);
      if (card) card.status = 'Claimed';
    },
  };
}

function answer(state: State, request: ProviderRequest): ProviderAnswer {
  const fault = signatureFault(request, { ...AMAZON, region: state.region });
  if (fault !== undefined) {
    const message = 'The request signature we calculated does not match the signature you provided.';
    return { status: 403, body: { message, __type: 'InvalidSignatureException' } };
  }
  const operation = request.path.slice(1);
  const target = `com.amazonaws.agcod.AGCODService.${operation}`;
  if (request.header('x-amz-target') !== target) state.violations.push(`${operation}: another target`);
  const body = JSON.parse(request.body) as Record<string, unknown>;
  if (body['partnerId'] !== AMAZON.partnerId) return amazonError('F2000', 'InvalidPartnerId');
  switch (operation) {
    case 'CreateGiftCard':
      return create(state, request.body, body);
    case 'CancelGiftCard':
      return cancel(state, body);
    case 'GetAvailableFunds':
      return {
        status: 200,
        body: { availableFunds: state.funds, status: 'SUCCESS', timestamp: '20261129T081500Z' },
      };
    case 'GetGiftCardActivityPage':
      return listActivity(state, body);
    default:
      return { status: 404, body: { __type: 'UnknownOperationException' } };
  }
}

function create(state: State, text: string, body: Record<string, unknown>): ProviderAnswer {
  const id = String(body['creationRequestId']);
  const value = body['value'] as Value;
  if (!id.startsWith(AMAZON.partnerId) && !isAmazonErrorId(id) && id !== 'F0000') {
    state.violations.push(`the id ${id} does not begin with the partner's`);
  }
  if (!/^[A-Za-z0-9]{1,40}$/u.test(id)) state.violations.push(`the id ${id} is not 40 letters and digits`);
  if (/"amount":\s*"/u.test(text)) state.violations.push('an amount is a text');
  const order = state.orders.shift() ?? (isAmazonErrorId(id) ? id : undefined);
  if (order === 'throttle') return throttled();
  if (order !== undefined) return amazonError(order);
  if (value.currencyCode !== state.currency) return amazonError('F2016');
  if (!(value.amount > 0)) return amazonError('F2004');
  if (state.isRefused(value.amount)) return amazonError('F2015');
  if (state.currency === 'USD' && value.amount > 2_000) return amazonError('F2015');
  const known = state.cards.find((card) => card.id === id);
  if (known && known.value.amount !== value.amount) return amazonError('F2010');
  if (!known && value.amount > state.funds.amount) return amazonError('F3003');
  return { status: 200, body: cardAnswer(known ?? make(state, id, value)) };
}

function make(state: State, id: string, value: Value): MadeCard {
  const letters = randomBytes(7).toString('hex').toUpperCase();
  const code = `${letters.slice(0, 4)}-${letters.slice(4, 10)}-${letters.slice(10, 14)}`;
  const gcId = `A${randomBytes(6).toString('hex').toUpperCase()}`;
  const card = { id, gcId, code, value, madeAt: state.clock.now(), status: 'Fulfilled' };
  state.cards.push(card);
  state.funds.amount = Number((state.funds.amount - value.amount).toFixed(2));
  state.activity.push({ type: 'CreateGiftCard', requestId: id, gcId, value, at: card.madeAt });
  return card;
}

/** After a cancellation it is a success with the old code, too: only `cardStatus` tells. */
function cardAnswer({ id, gcId, code, value, status }: MadeCard): object {
  const cardStatus = status === 'Claimed' ? 'Fulfilled' : status;
  return {
    cardInfo: { cardNumber: null, cardStatus, expirationDate: null, value },
    creationRequestId: id,
    gcClaimCode: code,
    gcExpirationDate: null,
    gcId,
    status: 'SUCCESS',
  };
}

function cancel(state: State, body: Record<string, unknown>): ProviderAnswer {
  const id = String(body['creationRequestId']);
  const card = state.cards.find((one) => one.id === id);
  if (!card || (body['gcId'] !== undefined && body['gcId'] !== card.gcId)) {
    return amazonError('F2000', 'InvalidGiftCard');
  }
  if (card.status === 'Claimed') return amazonError('F2000', 'CardAlreadyRedeemed');
  if (state.clock.now().getTime() - card.madeAt.getTime() > CANCEL_WITHIN_MS) return amazonError('F2047');
  if (card.status === 'Fulfilled') {
    card.status = 'RefundedToPurchaser';
    state.funds.amount = Number((state.funds.amount + card.value.amount).toFixed(2));
    const { gcId, value } = card;
    state.activity.push({ type: 'CancelGiftCard', requestId: id, gcId, value, at: state.clock.now() });
  }
  return { status: 200, body: { creationRequestId: id, gcId: card.gcId, status: 'SUCCESS' } };
}

function listActivity(state: State, body: Record<string, unknown>): ProviderAnswer {
  const [from, to] = [body['utcStartDate'], body['utcEndDate']].map((text) => Date.parse(`${String(text)}Z`));
  const inTime = state.activity.filter(({ at }) => at.getTime() >= (from ?? 0) && at.getTime() <= (to ?? 0));
  const rows = inTime.slice(0, state.pageSize).map(({ type, requestId, gcId, value, at }) => ({
    activityStatus: 'SUCCESS',
    activityTime: at.toISOString(),
    activityType: type,
    cardNumber: null,
    cardValue: value,
    failureCode: null,
    gcId,
    isRealOp: 'true',
    partnerId: AMAZON.partnerId,
    requestId,
  }));
  return {
    status: 200,
    body: {
      cardActivityList: rows,
      status: 'SUCCESS',
      totalNumberOfTransactionsInRequestedTimeFrame: inTime.length,
    },
  };
}
