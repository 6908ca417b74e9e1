import { sql } from 'kysely';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import {
  deliveryMoves,
  type DeliveryStatus,
  type GiftStatus,
  OPEN_STATUSES,
  type RecognitionStatus,
} from '#src/domain/states.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { type PlacedCard, placedCardsInsert } from '#src/db/message/placed-card.ts';
import { type LeasedMessage, leaseDue } from '#src/db/message/sending.ts';

/*
 * The answer's state is kept in columns of `recognition`, which saves an insert for each request: `reply_to` (how to
 * answer), `answer_status`, `answer_due_at` and `answer_attempts`. They are written here and, as for any message, in
 * `sending.ts`.
 */

/** The columns of a new request: its answer is due if the giver can be answered. */
export function newAnswer<Row>(replyToOf: (row: Row) => string | null, dueAtOf: (row: Row) => Date) {
  return {
    reply_to: ['text', replyToOf],
    answer_status: ['text', (row: Row) => answerDue(replyToOf(row), dueAtOf(row)).answer_status],
    answer_due_at: ['timestamptz', dueAtOf],
  } as const;
}

/** Makes an answer due over this reply handle; none when it is null. */
export function answerDue(replyTo: string | null, at: Date) {
  const status = replyTo === null ? ('none' as const) : ('due' as const);
  return { reply_to: replyTo, answer_status: status, answer_due_at: at, answer_attempts: 0 };
}

/** Makes another answer due over the same reply handle. */
export function answerDueAgain(at: Date) {
  const status = sql<AnswerStatus>`case when reply_to is null then 'none' else 'due' end`;
  return { answer_status: status, answer_due_at: at, answer_attempts: 0 };
}

/** A giver who was told that the request waits for a platform is told of the decision, too. */
export function answerAfterLookUp(at: Date) {
  return sql`
    answer_due_at = case when r.look_up_at is null then r.answer_due_at else ${at} end,
    answer_attempts = case when r.look_up_at is null then r.answer_attempts else 0 end,
    answer_status = case when r.look_up_at is null or r.answer_status = 'none' then r.answer_status else 'due' end`;
}

/** Makes an answer due that waits for the request's first one; undefined when none does. */
export async function releaseHeldAnswer(
  db: Db,
  request: { organizationId: string } & ({ source: string; requestId: string } | { recognitionId: string }),
  at: Date,
): Promise<{ id: string; status: RecognitionStatus } | undefined> {
  const held = db
    .updateTable('recognition')
    .set({ answer_due_at: at })
    .where('organization_id', '=', request.organizationId)
    .where('answer_status', '=', 'due')
    .where('answer_due_at', '>', at);
  const asked =
    'recognitionId' in request
      ? held.where('id', '=', request.recognitionId)
      : held.where('source', '=', request.source).where('request_id', '=', request.requestId);
  return asked.returning(['id', 'status']).executeTakeFirst();
}

/** The giver did it themselves, so no answer is due. The reply handle is erased, since it may carry a token. */
export function nothingToAnswer() {
  const status = sql<AnswerStatus>`case answer_status when 'none' then 'none' else 'sent' end`;
  return { reply_to: null, answer_status: status };
}

type AnswerStatus = 'none' | DeliveryStatus;

/** A leased answer to a giver. */
export type LeasedAnswer = LeasedMessage & {
  replyTo: string;
  decidedAt: Date;
  /** The stage to tell the giver about. A later stage gets its own answer. */
  stage: RecognitionStatus;
};

/** A leased answer with its request and the outcome. */
export type DueAnswer = LeasedAnswer & {
  /** The platform where it was asked. */
  source: string;
  giver: PersonRef;
  /** Null unless it was refused. */
  refusal: Refusal | null;
  departmentId: string | null;
  reviewReasons: ReviewReason[];
  /** Whether the giver said that they mean it. */
  isConfirmed: boolean;
};

/** What a giver is told about a request depends on this. */
export type ToldRequest = Pick<
  DueAnswer,
  | 'organizationId'
  | 'id'
  | 'stage'
  | 'refusal'
  | 'reviewReasons'
  | 'isConfirmed'
  | 'decidedAt'
  | 'departmentId'
>;

/** A request as its giver would be told of it now. `isAnswerDue`: an answer about it is on its way. */
export async function findToldRequest(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<(ToldRequest & { isAnswerDue: boolean }) | undefined> {
  const { rows } = await sql<ToldRequest & { isAnswerDue: boolean }>`
    select organization_id as "organizationId", id, status as stage, refusal, review_reasons as "reviewReasons",
           confirmed_at is not null as "isConfirmed", coalesce(decided_at, created_at) as "decidedAt",
           department_id as "departmentId",
           reply_to is not null and answer_status = any (${deliveryMoves.lease.from}) as "isAnswerDue"
      from recognition where organization_id = ${organizationId} and id = ${id}`.execute(db);
  return rows[0];
}

/** Leases due answers; see `leaseDue`. A queued request has one while its people cannot be looked up. */
export async function leaseDueAnswers(
  db: Db,
  ids: readonly string[],
  lease: { now: Date; leaseUntil: Date },
): Promise<DueAnswer[]> {
  const told = sql`(t.status <> 'queued' or t.look_up_at is not null)`;
  const where = sql`and ${told} and t.reply_to is not null`;
  const returning = sql`, t.reply_to as "replyTo", coalesce(t.decided_at, ${lease.now}) as "decidedAt",
    t.status as stage, t.source, t.giver, t.refusal, t.department_id as "departmentId", t.review_reasons as "reviewReasons",
    t.confirmed_at is not null as "isConfirmed"`;
  return leaseDue<DueAnswer>(db, 'answer-giver', ids, lease, { where, returning });
}

/**
 * Records that givers were told about a stage and where its buttons are, unless their request has moved on: then another answer is due. At the
 * last stage the reply handle is erased, since it may carry a token.
 */
export async function saveAnswered(
  db: Db,
  answers: readonly Pick<DueAnswer, 'organizationId' | 'id' | 'stage'>[],
  { placed, at }: { placed: readonly PlacedCard[]; at: Date },
): Promise<void> {
  const placedCards = placedCardsInsert(placed, at);
  await sql`
    ${placedCards ? sql`with placed as (${placedCards})` : sql``}
    update recognition r
       set answer_status = ${deliveryMoves.send.to},
           reply_to = case when r.status = any (${OPEN_STATUSES}) then r.reply_to end
      from unnest(
        ${answers.map(({ organizationId }) => organizationId)}::uuid[], ${answers.map(({ id }) => id)}::uuid[],
        ${answers.map(({ stage }) => stage)}::text[]
      ) told (organization_id, id, stage)
     where r.organization_id = told.organization_id and r.id = told.id and r.status = told.stage
       and r.answer_status = any (${deliveryMoves.send.from})`.execute(db);
}

export type GiftOfRecognition = {
  recognitionId: string;
  giftId: string;
  recipientName: string;
  amountMinor: bigint;
  currency: string;
  status: GiftStatus;
  /** Its recipient has yet to choose the gift card that it will be. */
  isToChoose: boolean;
};

/** The gifts of recognitions with their recipients' names, in name order. */
export async function listGiftsOfRecognitions(
  db: Reader,
  recognitions: readonly { organizationId: string; id: string }[],
): Promise<GiftOfRecognition[]> {
  if (recognitions.length === 0) return [];
  // Lookups, not joins: even for one recognition the planner would read every person in the organization.
  const { rows } = await sql<GiftOfRecognition>`
    select gift.recognition_id as "recognitionId", gift.id as "giftId", gift.amount_minor as "amountMinor",
           gift.currency, gift.status,
           case gift.value_source when 'provider' then exists (
             select from gift_card c
              where c.organization_id = gift.organization_id and c.gift_id = gift.id and c.status = 'open')
             else false end as "isToChoose",
           (select name from person p
             where p.organization_id = gift.organization_id and p.id = gift.recipient_id) as "recipientName"
      from unnest(
        ${recognitions.map(({ organizationId }) => organizationId)}::uuid[],
        ${recognitions.map(({ id }) => id)}::uuid[]
      ) asked (organization_id, id)
     cross join lateral (
       select * from gift g where g.organization_id = asked.organization_id and g.recognition_id = asked.id
       offset 0) gift
     order by "recipientName"`.execute(db);
  return rows;
}
