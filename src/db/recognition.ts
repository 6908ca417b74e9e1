import { sql } from 'kysely';
import type { Concern } from '#src/domain/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';
import type { PersonRef } from './person-ref.ts';
import type { Db, Reader, Tx } from './schema.ts';

export type NewRecognition = {
  organizationId: string;
  id: string;
  source: string;
  requestId: string;
  giver: PersonRef;
  recipients: PersonRef[];
  amount: string;
  currency: string | null;
  message: string;
  occasion: string;
  channelId: string | null;
  replyTo: string | null;
  /** When the giver said that they mean it, whatever there may be to ask them. */
  confirmedAt: Date | null;
  createdAt: Date;
};

export type Recognition = {
  organizationId: string;
  id: string;
  source: string;
  status: RecognitionStatus;
  giver: PersonRef;
  recipients: PersonRef[];
  amount: string;
  currency: string | null;
  message: string;
  occasion: string;
  channelId: string | null;
  giverId: string | null;
  /** Whose budget pays, where it is not the giver's own department's. */
  payingDepartmentId: string | null;
  departmentId: string | null;
  refusal: Refusal | null;
  concerns: Concern[];
  confirmedAt: Date | null;
  createdAt: Date;
};

const columns = [
  'organization_id as organizationId',
  'id',
  'source',
  'status',
  'giver',
  'recipients',
  'amount',
  'currency',
  'message',
  'occasion',
  'channel_id as channelId',
  'giver_id as giverId',
  'paying_department_id as payingDepartmentId',
  'department_id as departmentId',
  'refusal',
  'concerns',
  'confirmed_at as confirmedAt',
  'created_at as createdAt',
] as const;

/** Takes a request in, by one statement. Undefined when this request id was taken in before. */
export async function insertRecognition(
  db: Db,
  recognition: NewRecognition,
): Promise<Recognition | undefined> {
  return db
    .insertInto('recognition')
    .values({
      organization_id: recognition.organizationId,
      id: recognition.id,
      source: recognition.source,
      request_id: recognition.requestId,
      status: 'queued',
      giver: JSON.stringify(recognition.giver),
      recipients: JSON.stringify(recognition.recipients),
      amount: recognition.amount,
      currency: recognition.currency,
      message: recognition.message,
      occasion: recognition.occasion,
      confirmed_at: recognition.confirmedAt,
      channel_id: recognition.channelId,
      reply_to: recognition.replyTo,
      answer_status: recognition.replyTo ? 'due' : 'none',
      answer_due_at: recognition.createdAt,
      created_at: recognition.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'source', 'request_id']).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

export async function getRecognitionByRequest(
  db: Reader,
  request: { organizationId: string; source: string; requestId: string },
): Promise<Recognition> {
  return db
    .selectFrom('recognition')
    .select(columns)
    .where('organization_id', '=', request.organizationId)
    .where('source', '=', request.source)
    .where('request_id', '=', request.requestId)
    .executeTakeFirstOrThrow();
}

export async function getRecognition(db: Reader, id: string): Promise<Recognition> {
  return db.selectFrom('recognition').select(columns).where('id', '=', id).executeTakeFirstOrThrow();
}

/** Those that are still queued, in id order, without waiting for others' transactions. */
export async function findQueuedRecognitions(db: Reader, ids: readonly string[]): Promise<Recognition[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('recognition')
    .select(columns)
    .where('id', 'in', ids)
    .where('status', '=', 'queued')
    .orderBy('id')
    .execute();
}

/** Locks those that are still queued, in id order; one that was decided meanwhile is left out. */
export async function lockQueuedRecognitions(tx: Tx, ids: readonly string[]): Promise<Recognition[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('recognition')
    .select(columns)
    .where('id', 'in', ids)
    .where('status', '=', 'queued')
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type DecidedRecognition = {
  id: string;
  giverId: string | null;
  departmentId: string | null;
  status: 'issued' | 'awaiting_approval' | 'awaiting_confirmation' | 'refused';
  refusal: Refusal | null;
  concerns: readonly Concern[];
};

/** Writes what was decided of queued recognitions, for now or for good. */
export async function saveDecisions(tx: Tx, decided: readonly DecidedRecognition[], at: Date): Promise<void> {
  if (decided.length === 0) return;
  await sql`
    update recognition r
       set status = d.status, giver_id = d.giver_id, department_id = d.department_id, refusal = d.refusal,
           concerns = d.concerns, decided_at = ${at}
      from unnest(
        ${decided.map((one) => one.id)}::uuid[], ${decided.map((one) => one.status)}::text[],
        ${decided.map((one) => one.giverId)}::uuid[], ${decided.map((one) => one.departmentId)}::uuid[],
        ${decided.map((one) => one.refusal && JSON.stringify(one.refusal))}::jsonb[],
        ${decided.map((one) => JSON.stringify(one.concerns))}::jsonb[]
      ) d (id, status, giver_id, department_id, refusal, concerns)
     where r.id = d.id and r.status = 'queued'`.execute(tx);
}

/** Keeps what a platform said about the people in a request that is not decided yet. */
export async function savePersonRefs(tx: Tx, id: string, recipients: readonly PersonRef[]): Promise<void> {
  await tx
    .updateTable('recognition')
    .set({ recipients: JSON.stringify(recipients) })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute();
}
