import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { Channel, ClosedWays } from '#src/domain/message/channels.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { ApprovalStatus, DeliveryStatus, GiftCardStatus, GiftStatus } from '#src/domain/states.ts';

/** What happened to a gift, from its request to its end, as far as it is on record. It never holds a code. */
export type GiftStory = Money & {
  giftId: string;
  status: GiftStatus;
  isReversed: boolean;
  giver: string;
  recipient: string;
  department: string;
  timeZone: string;
  region: string;
  occasion: string;
  message: string;
  taxClass: 'employee' | 'guest';
  lastFour: string | null;
  expiresAt: Date | null;
  request: {
    askedAt: Date;
    source: string;
    confirmedAt: Date | null;
    /** How many got a gift by the same request, and why it was asked about, waited or carried a warning, with the numbers then. */
    gifts: number;
    reviewReasons: ReviewReason[];
  };
  createdAt: Date;
  issuedAt: Date | null;
  approval: {
    status: ApprovalStatus;
    requestedAt: Date;
    decidedAt: Date | null;
    decidedBy: string | null;
    reason: string;
    decisionReason: string;
  } | null;
  delivery: {
    status: DeliveryStatus;
    channel: Channel | null;
    closed: ClosedWays;
    attempts: number;
    sentAt: Date | null;
  } | null;
  card: { status: GiftCardStatus; name: string | null; provider: string | null } | null;
  redeemedAt: Date | null;
  /** What else is on record, oldest first. */
  events: {
    at: Date;
    kind: ActivityKind;
    doer: string | null;
    operator: string | null;
    reason: string | null;
  }[];
};

type Row = Omit<GiftStory, 'request' | 'approval' | 'delivery' | 'card' | 'events'> & {
  recognitionId: string;
  askedAt: Date;
  source: string;
  confirmedAt: Date | null;
  gifts: number;
  reviewReasons: ReviewReason[];
  deliveryStatus: DeliveryStatus | null;
  channel: Channel | null;
  closed: ClosedWays | null;
  attempts: number | null;
  sentAt: Date | null;
  cardStatus: GiftCardStatus | null;
  cardName: string | null;
  cardProvider: string | null;
  isOnlyRecipient: boolean;
};

/**
 * The story of a gift; undefined where the reader may not see the gift. Its recipient knows of it once it was given, and is not told what
 * was decided about it before.
 */
export async function findGiftStory(
  db: Reader,
  scope: Scope,
  giftId: string,
): Promise<GiftStory | undefined> {
  const row = await findGift(db, scope, giftId);
  if (!row || (row.isOnlyRecipient && row.issuedAt === null)) return undefined;
  const {
    recognitionId,
    askedAt,
    source,
    confirmedAt,
    gifts,
    reviewReasons,
    isOnlyRecipient,
    deliveryStatus,
    channel,
    closed,
    attempts,
    sentAt,
    cardStatus,
    cardName,
    cardProvider,
    ...gift
  } = row;
  return {
    ...gift,
    request: {
      askedAt,
      source,
      confirmedAt,
      gifts,
      reviewReasons: isOnlyRecipient ? [] : reviewReasons,
    },
    approval: isOnlyRecipient ? null : await findDecision(db, scope, recognitionId),
    delivery: deliveryStatus && {
      status: deliveryStatus,
      channel,
      closed: closed ?? {},
      attempts: attempts ?? 0,
      sentAt,
    },
    card: cardStatus && { status: cardStatus, name: cardName, provider: cardProvider },
    events: await listEvents(db, scope, giftId),
  };
}

async function findGift(db: Reader, scope: Scope, giftId: string): Promise<Row | undefined> {
  const { organizationId } = scope;
  const { rows } = await sql<Row>`
    select g.id as "giftId", g.amount_minor as "amountMinor", g.currency, g.status, giver.name as giver, recipient.name as recipient,
           d.name as department, d.time_zone as "timeZone", g.region, g.occasion, r.message,
           g.tax_class as "taxClass", c.last_four as "lastFour", g.expires_at as "expiresAt", r.id as "recognitionId",
           r.created_at as "askedAt", r.source, r.confirmed_at as "confirmedAt", r.review_reasons as "reviewReasons",
           (select count(*)::integer from gift o where o.organization_id = ${organizationId} and o.recognition_id = r.id) as gifts,
           g.created_at as "createdAt", issued.occurred_at as "issuedAt", g.redeemed_at as "redeemedAt",
           exists (select from entry e where e.subject_id = g.id and e.subject_type = 'gift' and e.kind = 'wallet.adjusted')
             as "isReversed",
           sent.status as "deliveryStatus", sent.channel, sent.closed, sent.attempts, sent.sent_at as "sentAt",
           card.status as "cardStatus", card.name as "cardName", card.provider as "cardProvider",
           not ${within(scope, { people: ['g.giver_id'], department: 'g.department_id', ofAnyRecord: true })}
             and not coalesce(recipient.manager_id = ${scope.managerId ?? null}::uuid, false) as "isOnlyRecipient"
      from gift g
      join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
      join person giver on giver.organization_id = g.organization_id and giver.id = g.giver_id
      join person recipient on recipient.organization_id = g.organization_id and recipient.id = g.recipient_id
      join department d on d.organization_id = g.organization_id and d.id = g.department_id
      left join entry issued on issued.subject_id = g.id and issued.subject_type = 'gift' and issued.kind = 'gift.issued'
      left join code c on c.organization_id = g.organization_id and c.gift_id = g.id
      left join delivery sent on sent.organization_id = g.organization_id and sent.gift_id = g.id
      left join gift_card card on card.organization_id = g.organization_id and card.gift_id = g.id
     where g.organization_id = ${organizationId} and g.id = ${giftId}
       and ${within(scope, {
         people: ['g.giver_id', 'g.recipient_id'],
         department: 'g.department_id',
         ofAnyRecord: true,
       })}`.execute(db);
  return rows[0];
}

async function findDecision(
  db: Reader,
  { organizationId }: Scope,
  recognitionId: string,
): Promise<GiftStory['approval']> {
  const { rows } = await sql<NonNullable<GiftStory['approval']>>`
    select a.status, a.requested_at as "requestedAt", a.decided_at as "decidedAt", p.name as "decidedBy", a.reason,
           a.decision_reason as "decisionReason"
      from approval a
      left join person p on p.organization_id = a.organization_id and p.id = a.decided_by
     where a.organization_id = ${organizationId} and a.kind = 'gift' and a.subject_id = ${recognitionId}`.execute(
    db,
  );
  return rows[0] ?? null;
}

async function listEvents(
  db: Reader,
  { organizationId }: Scope,
  giftId: string,
): Promise<GiftStory['events']> {
  const { rows } = await sql<GiftStory['events'][number]>`
    select a.at, a.kind, p.name as doer, a.operator, a.detail ->> 'reason' as reason
      from activity a
      left join person p on p.organization_id = a.organization_id and p.id = a.actor_id
     where a.organization_id = ${organizationId} and a.gift_id = ${giftId} and a.kind not in ('code.resealed', 'gift.blanked')
       and a.subject_id = (select g.recipient_id from gift g where g.organization_id = ${organizationId} and g.id = ${giftId})
     order by a.number`.execute(db);
  return rows;
}
