import { jsonbText } from './jsonb-text.ts';

/** What an activity says, without its number, which the database gives it. */
export type RecordedActivity = {
  organizationId: string;
  id: string;
  at: Date;
  kind: string;
  actorId: string | null;
  subjectId: string | null;
  giftId: string | null;
  operator: string | null;
  detail: Record<string, unknown>;
  /** In hexadecimal; null where it does not say what became of a gift. */
  facts: string | null;
};

/** The text that is signed for an activity, as `ACTIVITY_TEXT` in src/db/ledger/record-sql.ts writes it from its row. */
export function activityText(activity: RecordedActivity): string {
  const { organizationId, id, at, kind, actorId, subjectId, giftId, operator, detail, facts } = activity;
  return jsonArrayText([
    'activity',
    organizationId,
    id,
    at.getTime(),
    kind,
    actorId,
    subjectId,
    giftId,
    operator,
    facts,
    jsonbText(detail),
  ]);
}

/** What a request asks for, as it was decided. */
export type RecordedRequest = {
  source: string;
  requestId: string;
  giver: unknown;
  recipients: unknown;
  amount: string;
  currency: string | null;
  message: string;
  occasion: string;
  payingDepartmentId: string | null;
};

/** A gift as it is asked for. */
export type RecordedGift = {
  id: string;
  recognitionId: string;
  recipientId: string;
  giverId: string;
  departmentId: string;
  region: string;
  taxClass: 'employee' | 'guest';
  /** How tax sees it besides; gifts from before say nothing. */
  tax?: { country: string; occasion: string; timeZone: string } | undefined;
  /** Set where it is a gift card, which is bought, or is to be chosen first. */
  card?: object | 'to-choose' | undefined;
  amountMinor: bigint;
  currency: string;
  period: string;
  /** Null while it waits for an approver, and where it has no end. */
  expiresAt: Date | null;
  request: RecordedRequest;
};

/** How it came to be. There is no code while it waits for an approver. */
export type RecordedIssue = {
  createdAt: Date;
  code: { keyId: string; hmac: Uint8Array; lastFour: string } | null;
  boundTo: string | null;
};

/** How it is funded, with how tax sees it, and what its value is. Of an employee, and of gifts from before, there is less to say. */
function asItBegins({ taxClass, tax, card }: RecordedGift): [funding: string, value: string] {
  const recipient = taxClass === 'employee' ? '' : ` ${taxClass}`;
  const rest = tax ? ` ${tax.country}/${tax.occasion}/${tax.timeZone}` : '';
  return [`employer_award${recipient}${rest}`, card ? 'provider' : 'stored_value'];
}

/** The text whose hash is a gift's facts, as `GIFT_FACTS` in src/db/ledger/record-sql.ts writes it from its rows. */
export function giftFactsText(gift: RecordedGift, { createdAt, code, boundTo }: RecordedIssue): string {
  const { request } = gift;
  return jsonArrayText([
    gift.id,
    gift.recognitionId,
    gift.recipientId,
    gift.giverId,
    gift.departmentId,
    gift.region,
    gift.amountMinor.toString(),
    gift.currency,
    gift.period,
    createdAt.getTime(),
    gift.expiresAt && gift.expiresAt.getTime(),
    ...asItBegins(gift),
    code && Buffer.from(code.hmac).toString('hex'),
    code && code.keyId,
    code && code.lastFour,
    boundTo,
    request.source,
    request.requestId,
    jsonbText(request.giver),
    jsonbText(request.recipients),
    request.amount,
    request.currency,
    request.message,
    request.occasion,
    request.payingDepartmentId,
  ]);
}

/** As Postgres writes `json_build_array`. */
export function jsonArrayText(values: readonly (string | number | null)[]): string {
  let text = '';
  for (const value of values) text += `${text && ', '}${jsonOf(value)}`;
  return `[${text}]`;
}

const NOTHING_TO_ESCAPE = /^[ !#-[\]-~]*$/u;

/** Ids and short words need no escaping, and a gift has dozens of them. */
function jsonOf(value: string | number | null): string {
  return typeof value === 'string' && NOTHING_TO_ESCAPE.test(value) ? `"${value}"` : JSON.stringify(value);
}
