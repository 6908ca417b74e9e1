import type { Concern } from '#src/domain/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { deliveryMoves, type GiftStatus, OPEN_STATUSES, type RecognitionStatus } from '#src/domain/states.ts';
import type { PersonRef } from './person-ref.ts';
import type { Db, Reader, Tx } from './schema.ts';

/** The answer to a giver that this process alone may try, until its lease is past. `attempts`: those that were lost. */
export type ClaimedAnswer = {
  id: string;
  organizationId: string;
  replyTo: string;
  leaseUntil: Date;
  attempts: number;
  decidedAt: Date;
  /** How far the request had come: what is told is this, and what comes of it later is told anew. */
  stage: RecognitionStatus;
};

/** It with what was asked, and what came of it. */
export type DueAnswer = ClaimedAnswer & {
  /** The platform that it was asked on. */
  source: string;
  giver: PersonRef;
  /** Null unless it was refused. */
  refusal: Refusal | null;
  departmentId: string | null;
  concerns: Concern[];
  /** Whether the giver said that they mean it. */
  isConfirmed: boolean;
};

/**
 * Takes an answer that is due, by marking it `sending` first. Undefined when there is nothing to do.
 *
 * One that is taken over from a sender who let its lease pass counts as a lost attempt.
 */
export async function claimDueAnswer(
  db: Db,
  id: string,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<DueAnswer | undefined> {
  const claimed = await db
    .updateTable('recognition')
    .set((eb) => ({
      answer_status: deliveryMoves.claim.to,
      answer_due_at: leaseUntil,
      answer_attempts: eb
        .case()
        .when('answer_status', '=', 'sending')
        .then(eb('answer_attempts', '+', 1))
        .else(eb.ref('answer_attempts'))
        .end(),
    }))
    .where('id', '=', id)
    .where('status', '<>', 'queued')
    .where('answer_status', 'in', deliveryMoves.claim.from)
    .where('answer_due_at', '<=', now)
    .where('reply_to', 'is not', null)
    .returning([
      'id',
      'organization_id as organizationId',
      'reply_to as replyTo',
      'answer_due_at as leaseUntil',
      'answer_attempts as attempts',
      'decided_at as decidedAt',
      'source',
      'giver',
      'refusal',
      'department_id as departmentId',
      'status as stage',
      'concerns',
      'confirmed_at as confirmedAt',
    ])
    .executeTakeFirst();
  if (!claimed) return undefined;
  const { replyTo, decidedAt, confirmedAt, ...rest } = claimed;
  return {
    ...rest,
    replyTo: replyTo ?? '',
    decidedAt: decidedAt ?? now,
    isConfirmed: confirmedAt !== null,
  };
}

/**
 * Writes that the giver is told of a stage, unless the request has left it: then there is more to tell. At the end the way to
 * answer is erased, since it may carry a token.
 */
export async function saveAnswered(
  db: Db,
  { id, organizationId, stage }: Pick<ClaimedAnswer, 'id' | 'organizationId' | 'stage'>,
): Promise<void> {
  await db
    .updateTable('recognition')
    .set({
      answer_status: deliveryMoves.send.to,
      ...(OPEN_STATUSES.includes(stage) ? {} : { reply_to: null }),
    })
    .where('status', '=', stage)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('answer_status', 'in', deliveryMoves.send.from)
    .execute();
}

/**
 * Writes that the giver is not told, or may not be, and when to try again. False, and nothing is written, when somebody
 * else has taken it over.
 */
export async function saveNotAnswered(
  db: Db,
  { id, organizationId, leaseUntil }: ClaimedAnswer,
  result: { move: 'postpone' | 'lose' | 'fail'; dueAt: Date; attempts: number },
): Promise<boolean> {
  const move = deliveryMoves[result.move];
  const { numUpdatedRows } = await db
    .updateTable('recognition')
    .set({ answer_status: move.to, answer_due_at: result.dueAt, answer_attempts: result.attempts })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('answer_status', 'in', move.from)
    .where('answer_due_at', '=', leaseUntil)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Makes a given-up answer due again. */
export async function reviveAnswer(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('recognition')
    .set({ answer_status: deliveryMoves.retry.to, answer_due_at: now, answer_attempts: 0 })
    .where('id', '=', id)
    .where('answer_status', 'in', deliveryMoves.retry.from)
    .execute();
}

export type GiftOfRecognition = {
  giftId: string;
  recipientName: string;
  amountMinor: bigint;
  currency: string;
  status: GiftStatus;
};

/** The gifts that a recognition became, with the names of those who got them. */
export async function listGiftsOfRecognition(
  db: Reader,
  recognition: { organizationId: string; id: string },
): Promise<GiftOfRecognition[]> {
  return db
    .selectFrom('gift')
    .select((eb) => [
      'gift.id as giftId',
      'gift.amount_minor as amountMinor',
      'gift.currency',
      'gift.status',
      // Not a join: for one, the planner would read everybody of the organization.
      eb
        .selectFrom('person')
        .select('person.name')
        .whereRef('person.organization_id', '=', 'gift.organization_id')
        .whereRef('person.id', '=', 'gift.recipient_id')
        .$asScalar()
        .$notNull()
        .as('recipientName'),
    ])
    .where('gift.organization_id', '=', recognition.organizationId)
    .where('gift.recognition_id', '=', recognition.id)
    .orderBy('recipientName')
    .execute();
}
