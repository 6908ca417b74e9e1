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
import { type LeasedMessage, leaseDue } from '#src/db/message/sending.ts';

/*
 * The answer's state stands in columns of `recognition`, which saves an insert for each request: `reply_to` (how to answer),
 * `answer_status`, `answer_due_at` and `answer_attempts`. They are written here and, as any message's, in `sending.ts`.
 */

/** The columns of a new request: its answer is due where there is a way to answer. */
export function newAnswer<Row>(replyToOf: (row: Row) => string | null, dueAtOf: (row: Row) => Date) {
  return {
    reply_to: ['text', replyToOf],
    answer_status: ['text', (row: Row) => answerDue(replyToOf(row), dueAtOf(row)).answer_status],
    answer_due_at: ['timestamptz', dueAtOf],
  } as const;
}

/** There is something to tell, by this way; nothing where it is null. */
export function answerDue(replyTo: string | null, at: Date) {
  const status = replyTo === null ? ('none' as const) : ('due' as const);
  return { reply_to: replyTo, answer_status: status, answer_due_at: at, answer_attempts: 0 };
}

/** There is more to tell, by the way that there was. */
export function answerDueAgain(at: Date) {
  const status = sql<AnswerStatus>`case when reply_to is null then 'none' else 'due' end`;
  return { answer_status: status, answer_due_at: at, answer_attempts: 0 };
}

/** There is nothing left to tell: the giver did it. The way to answer is erased, since it may carry a token. */
export function nothingToAnswer() {
  const status = sql<AnswerStatus>`case answer_status when 'none' then 'none' else 'sent' end`;
  return { reply_to: null, answer_status: status };
}

type AnswerStatus = 'none' | DeliveryStatus;

/** The answer to a giver, which is on its way. */
export type LeasedAnswer = LeasedMessage & {
  replyTo: string;
  decidedAt: Date;
  /** The stage that the giver is told about. A later stage is told separately. */
  stage: RecognitionStatus;
};

/** It with what was asked and what came of it. */
export type DueAnswer = LeasedAnswer & {
  /** The platform that it was asked on. */
  source: string;
  giver: PersonRef;
  /** Null unless it was refused. */
  refusal: Refusal | null;
  departmentId: string | null;
  reviewReasons: ReviewReason[];
  /** Whether the giver said that they mean it. */
  isConfirmed: boolean;
};

/** Takes answers that are due; see `leaseDue`. */
export async function leaseDueAnswers(
  db: Db,
  ids: readonly string[],
  lease: { now: Date; leaseUntil: Date },
): Promise<DueAnswer[]> {
  const where = sql`and t.status <> 'queued' and t.reply_to is not null`;
  const returning = sql`, t.reply_to as "replyTo", coalesce(t.decided_at, ${lease.now}) as "decidedAt",
    t.status as stage, t.source, t.giver, t.refusal, t.department_id as "departmentId", t.review_reasons as "reviewReasons",
    t.confirmed_at is not null as "isConfirmed"`;
  return leaseDue<DueAnswer>(db, 'answer-giver', ids, lease, { where, returning });
}

/**
 * Writes that givers are told of a stage, unless their request has left it: then there is more to tell. At the end the way
 * to answer is erased, since it may carry a token.
 */
export async function saveAnswered(
  db: Db,
  answers: readonly Pick<DueAnswer, 'organizationId' | 'id' | 'stage'>[],
): Promise<void> {
  await sql`
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
};

/** The gifts that recognitions became, with the names of those who got them, in the names' order. */
export async function listGiftsOfRecognitions(
  db: Reader,
  recognitions: readonly { organizationId: string; id: string }[],
): Promise<GiftOfRecognition[]> {
  if (recognitions.length === 0) return [];
  // Not joins: for one, the planner would read everybody of the organization.
  const { rows } = await sql<GiftOfRecognition>`
    select gift.recognition_id as "recognitionId", gift.id as "giftId", gift.amount_minor as "amountMinor",
           gift.currency, gift.status,
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
