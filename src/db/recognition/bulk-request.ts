import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Refusal } from '#src/domain/outcome.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { DecidedRecognition } from '#src/domain/recognition/recognition.ts';
import { newAnswer } from './answer.ts';
import { type RequestSignature, signRequest } from './request-signature.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { withAdvisoryLock } from '#src/db/kit/advisory-lock.ts';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import type { Write } from '#src/db/kit/write-together.ts';

/** The source that bulk requests carry. */
export const BULK_SOURCE = 'bulk';

export type BulkRequest = {
  id: string;
  requestId: string;
  status: RecognitionStatus;
  refusal: Refusal | null;
  createdAt: Date;
};

/**
 * The accepted requests among these that the reader may see, in no order.
 *
 * The limit makes it one lookup per request: without statistics the planner would rather read everything the
 * organization ever requested.
 */
export async function findBulkRequests(
  db: Reader,
  scope: Scope,
  requestIds: readonly string[],
): Promise<BulkRequest[]> {
  if (requestIds.length === 0) return [];
  const { rows } = await sql<BulkRequest>`
    select found.*
      from unnest(${requestIds}::text[]) asked (request_id)
     cross join lateral (
       select id, request_id as "requestId", status, refusal, created_at as "createdAt" from recognition
        where organization_id = ${scope.organizationId} and source = ${BULK_SOURCE} and request_id = asked.request_id
          and ${within(scope, { people: ['giver_id'], department: 'department_id' })}
        limit 1) found`.execute(db);
  return rows;
}

/** A gift of a list that was accepted and not refused. `key`: what its row was identified by. */
export type BulkGiven = {
  key: string;
  recipientId: string;
  amount: string;
  currency: string;
  createdAt: Date;
};

/** The gifts that a batch gave since an instant, at most `most`, that the reader may see. */
export async function listBulkGiven(
  db: Reader,
  scope: Scope,
  { batch, since, most }: { batch: string; since: Date; most: number },
): Promise<BulkGiven[]> {
  const { rows } = await sql<BulkGiven>`
    select split_part(request_id, '~', 1) as key, recipients -> 0 ->> 'personId' as "recipientId", amount, currency,
           created_at as "createdAt"
      from recognition
     where organization_id = ${scope.organizationId} and source = ${BULK_SOURCE} and created_at > ${since}
       and starts_with(request_id, ${`${batch}/`}) and status not in ('refused', 'cancelled')
       and ${within(scope, { people: ['giver_id'], department: 'department_id' })}
     limit ${most}`.execute(db);
  return rows;
}

/** Runs `work` while nobody else gives from this batch. */
export function withBatchLock<T>(
  db: Db,
  { organizationId, batch }: { organizationId: string; batch: string },
  work: () => Promise<T>,
): Promise<T> {
  const name = `largesse batch ${organizationId} ${batch}`;
  return withAdvisoryLock(db, sql`hashtextextended(${name}, 0)`, work);
}

/**
 * Inserts requests together with their decisions; nobody waits for an answer. Fails with `isTakenInByAnother` when one
 * of their request ids was accepted before.
 *
 * They are inserted in the order of their request ids, so two inserts of the same ones wait for each other and never
 * deadlock.
 */
export function bulkRequestWrite(
  keys: Pick<KeyRing, 'sign'>,
  decided: readonly DecidedRecognition[],
  at: Date,
): Write {
  const sorted = decided.toSorted((a, b) => (a.recognition.requestId < b.recognition.requestId ? -1 : 1));
  const rows = sorted.map((one) => ({ ...one, ...signatureOf(keys, one, at) }));
  return insertOf('recognition', rows, {
    organization_id: ['uuid', ({ recognition }) => recognition.organizationId],
    id: ['uuid', ({ recognition }) => recognition.id],
    source: ['text', () => BULK_SOURCE],
    request_id: ['text', ({ recognition }) => recognition.requestId],
    status: ['text', ({ status }) => status],
    giver: ['jsonb', ({ recognition }) => JSON.stringify(recognition.giver)],
    recipients: ['jsonb', ({ recognition }) => JSON.stringify(recognition.recipients)],
    paying_department_id: ['uuid', ({ recognition }) => recognition.payingDepartmentId],
    amount: ['text', ({ recognition }) => recognition.amount],
    currency: ['text', ({ recognition }) => recognition.currency],
    occasion: ['text', ({ recognition }) => recognition.occasion],
    message: ['text', ({ recognition }) => recognition.message],
    confirmed_at: ['timestamptz', () => at],
    giver_id: ['uuid', ({ giverId }) => giverId],
    department_id: ['uuid', ({ departmentId }) => departmentId],
    refusal: ['jsonb', ({ refusal }) => refusal && JSON.stringify(refusal)],
    review_reasons: ['jsonb', ({ reviewReasons }) => JSON.stringify(reviewReasons)],
    ...newAnswer(
      () => null,
      () => at,
    ),
    created_at: ['timestamptz', () => at],
    decided_at: ['timestamptz', () => at],
    key_id: ['text', ({ keyId }) => keyId],
    mac: ['bytea', ({ mac }) => mac],
  });
}

/** One that was refused has none, so that nobody can have it decided again. */
function signatureOf(
  keys: Pick<KeyRing, 'sign'>,
  { recognition, status }: DecidedRecognition,
  at: Date,
): RequestSignature {
  if (status === 'refused') return { keyId: null, mac: null };
  return signRequest(keys, { ...recognition, confirmedAt: at, createdAt: at });
}

/** Whether a write failed because somebody else accepted one of its requests in the meantime. */
export function isTakenInByAnother(fault: unknown): boolean {
  return (
    fault instanceof DatabaseError && fault.code === UNIQUE_VIOLATION && fault.constraint === REQUEST_KEY
  );
}

const UNIQUE_VIOLATION = '23505';
const REQUEST_KEY = 'recognition_organization_id_source_request_id_key';
