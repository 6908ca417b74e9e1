import { sql } from 'kysely';
import type { Refusal } from '#src/domain/outcome.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';
import { insertOf } from './insert-many.ts';
import type { PersonRef } from './person-ref.ts';
import type { Reader, Tx } from './schema.ts';

/** What the requests of bulk giving say they came by. */
const SOURCE = 'bulk';

export type BulkRequest = {
  id: string;
  requestId: string;
  status: RecognitionStatus;
  refusal: Refusal | null;
  createdAt: Date;
};

export type NewBulkRequest = {
  organizationId: string;
  id: string;
  requestId: string;
  giverId: string;
  recipientId: string;
  /** Null: the giver's own department. */
  payingDepartmentId: string | null;
  /** A plain decimal. */
  amount: string;
  currency: string;
  occasion: string;
  message: string;
  createdAt: Date;
};

const columns = ['id', 'request_id as requestId', 'status', 'refusal', 'created_at as createdAt'] as const;

/** Those of some requests that were taken in, in no order. */
export async function findBulkRequests(
  db: Reader,
  organizationId: string,
  requestIds: readonly string[],
): Promise<BulkRequest[]> {
  if (requestIds.length === 0) return [];
  return db
    .selectFrom('recognition')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('source', '=', SOURCE)
    .where('request_id', '=', sql<string>`any(${[...requestIds]}::text[])`)
    .execute();
}

/**
 * Takes requests in, queued and confirmed, by one statement; nobody waits for an answer. Those whose request id was taken
 * in before are left out.
 *
 * They are inserted in the order of their request ids: two that insert the same ones at once wait for each other and
 * never deadlock.
 *
 * @returns the ids of those that were inserted.
 */
export async function insertBulkRequests(tx: Tx, requests: readonly NewBulkRequest[]): Promise<string[]> {
  const sorted = requests.toSorted((a, b) => (a.requestId < b.requestId ? -1 : 1));
  const insert = insertOf('recognition', COLUMNS, sorted.map(rowOf));
  if (!insert) return [];
  const { rows } = await sql<{ id: string }>`
    ${insert} on conflict (organization_id, source, request_id) do nothing returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

const COLUMNS = {
  organization_id: 'uuid',
  id: 'uuid',
  source: 'text',
  request_id: 'text',
  status: 'text',
  giver: 'jsonb',
  recipients: 'jsonb',
  paying_department_id: 'uuid',
  amount: 'text',
  currency: 'text',
  occasion: 'text',
  message: 'text',
  confirmed_at: 'timestamptz',
  answer_status: 'text',
  answer_due_at: 'timestamptz',
  created_at: 'timestamptz',
} as const;

function rowOf(request: NewBulkRequest) {
  return {
    organization_id: request.organizationId,
    id: request.id,
    source: SOURCE,
    request_id: request.requestId,
    status: 'queued',
    giver: JSON.stringify(refTo(request.giverId)),
    recipients: JSON.stringify([refTo(request.recipientId)]),
    paying_department_id: request.payingDepartmentId,
    amount: request.amount,
    currency: request.currency,
    occasion: request.occasion,
    message: request.message,
    confirmed_at: request.createdAt,
    answer_status: 'none',
    answer_due_at: request.createdAt,
    created_at: request.createdAt,
  };
}

function refTo(personId: string): PersonRef {
  return { by: 'id', personId };
}
