import { sql } from 'kysely';
import type {
  AskedRecognition,
  DecidedRecognition,
  Recognition,
} from '#src/domain/recognition/recognition.ts';
import { insertOf, selectOf } from '#src/db/kit/insert-many.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';
import { answerAfterLookUp, newAnswer } from './answer.ts';
import { judgeRequest, signatureColumns, signRequest, type SignedRequest } from './request-signature.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Write } from '#src/db/kit/write-together.ts';

/** An incoming request. `replyTo`: how to answer where it was asked; null when nobody waits there. */
export type NewRecognition = Omit<AskedRecognition, 'payingDepartmentId'> &
  Pick<Recognition, 'channelId' | 'createdAt'> & {
    replyTo: string | null;
    /** Not to be answered before. */
    answerDueAt: Date;
    isPrivateChannel: boolean;
    /** Others are not to read of it. */
    isPrivate: boolean;
  };

const askedColumns = [
  'organization_id as organizationId',
  'id',
  'source',
  'request_id as requestId',
  'giver',
  'recipients',
  'amount',
  'currency',
  'message',
  'occasion',
  'paying_department_id as payingDepartmentId',
  'confirmed_at as confirmedAt',
] as const;

/** A request as it is signed, with its signature. */
export const waitingColumns = [...askedColumns, 'created_at as createdAt', ...signatureColumns] as const;

const columns = [
  ...askedColumns,
  'status',
  'channel_id as channelId',
  'giver_id as giverId',
  'department_id as departmentId',
  'refusal',
  'review_reasons as reviewReasons',
  'created_at as createdAt',
] as const;

/** Signs requests and inserts them in one statement. Those whose request ids were accepted before are left out. */
export async function insertRecognitions(
  db: Db,
  keys: Pick<KeyRing, 'sign'>,
  recognitions: readonly NewRecognition[],
): Promise<Recognition[]> {
  const signed = recognitions.map((recognition) => ({
    ...recognition,
    ...signRequest(keys, { ...recognition, payingDepartmentId: null }),
  }));
  const insert = insertOf('recognition', signed, {
    organization_id: ['uuid', (recognition) => recognition.organizationId],
    id: ['uuid', (recognition) => recognition.id],
    source: ['text', (recognition) => recognition.source],
    request_id: ['text', (recognition) => recognition.requestId],
    status: ['text', () => 'queued'],
    giver: ['jsonb', (recognition) => JSON.stringify(recognition.giver)],
    recipients: ['jsonb', (recognition) => JSON.stringify(recognition.recipients)],
    amount: ['text', (recognition) => recognition.amount],
    currency: ['text', (recognition) => recognition.currency],
    message: ['text', (recognition) => recognition.message],
    occasion: ['text', (recognition) => recognition.occasion],
    confirmed_at: ['timestamptz', (recognition) => recognition.confirmedAt],
    channel_id: ['text', (recognition) => recognition.channelId],
    ...newAnswer(
      (recognition) => recognition.replyTo,
      (recognition) => recognition.answerDueAt,
    ),
    channel_is_private: ['boolean', (recognition) => recognition.isPrivateChannel],
    is_private: ['boolean', (recognition) => recognition.isPrivate],
    created_at: ['timestamptz', (recognition) => recognition.createdAt],
    key_id: ['text', (recognition) => recognition.keyId],
    mac: ['bytea', (recognition) => recognition.mac],
  });
  if (!insert) return [];
  const inserted = await sql<Recognition>`
    ${insert} on conflict (organization_id, source, request_id) do nothing returning ${selected()}`.execute(
    db,
  );
  return inserted.rows;
}

/** Requests by their sources' own ids. */
export async function listRecognitionsByRequest(
  db: Reader,
  requests: readonly { organizationId: string; source: string; requestId: string }[],
): Promise<Recognition[]> {
  if (requests.length === 0) return [];
  const { rows } = await sql<Recognition>`
    select ${selected()}
      from recognition
      join unnest(
        ${requests.map(({ organizationId }) => organizationId)}::uuid[],
        ${requests.map(({ source }) => source)}::text[], ${requests.map(({ requestId }) => requestId)}::text[]
      ) asked (organization_id, source, request_id) using (organization_id, source, request_id)`.execute(db);
  return rows;
}

function selected() {
  return sql.join(
    columns.map((column) => {
      const [name = '', alias = name] = column.split(' as ');
      return sql`${sql.ref(name)} as ${sql.ref(alias)}`;
    }),
  );
}

/** A request by its own id. */
export type RecognitionRef = Pick<Recognition, 'organizationId' | 'id'>;

/** Throws when there is no such request in the organization. */
export async function getRecognition(
  db: Reader,
  { organizationId, id }: RecognitionRef,
): Promise<Recognition> {
  const recognition = await findRecognition(db, { organizationId, id });
  if (!recognition) throw new Error(`there is no recognition ${id}`);
  return recognition;
}

/** Undefined when there is no such request in the organization. */
export async function findRecognition(
  db: Reader,
  { organizationId, id }: RecognitionRef,
): Promise<Recognition | undefined> {
  return db
    .selectFrom('recognition')
    .select(columns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A request that the reader may see: their own, once its giver is identified, or their department's. */
export async function findRecognitionWithin(
  db: Reader,
  scope: Scope,
  id: string,
): Promise<Recognition | undefined> {
  return db
    .selectFrom('recognition')
    .select(columns)
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', id)
    .where(within(scope, { people: ['giver_id'], department: 'department_id' }))
    .executeTakeFirst();
}

/**
 * The requests that are still queued, in id order, without waiting for other transactions, with what looking people up
 * needs to know. The ids come from a job and may span organizations.
 */
export async function findRecognitionsToIdentify(
  db: Reader,
  ids: readonly string[],
): Promise<RecognitionToIdentify[]> {
  return queuedAmong(db, ids)
    .select((eb) => [
      eb.fn.coalesce('confirmed_at', 'created_at').as('since'),
      'look_up_at as lookUpAt',
      eb('answer_status', '=', 'due').as('isUntold'),
    ])
    .$castTo<RecognitionToIdentify>()
    .execute();
}

/**
 * Locks the requests that are still queued, in id order and across organizations; those decided in the meantime are
 * left out.
 */
export async function lockQueuedRecognitions(tx: Tx, ids: readonly string[]): Promise<SignedRequest[]> {
  return queuedAmong(tx, ids)
    .select(['created_at as createdAt', ...signatureColumns])
    .forUpdate()
    .execute();
}

/**
 * Requests are found by their ids alone, here and below. With `status = 'queued'`, the planner may take the index over all
 * that wait, when its statistics are of an hour in which few did, and read each of them for a batch.
 */
function queuedAmong(db: Reader, ids: readonly string[]) {
  return db
    .selectFrom('recognition')
    .select(askedColumns)
    .where('id', '=', sql<string>`any (${uuidArray(ids)}::uuid[])`)
    .where('status', 'is not distinct from', 'queued')
    .orderBy('id');
}

/**
 * Writes the decisions about queued recognitions, final or not.
 *
 * Each was locked before and is found by its id alone. An organization, which is the same for a whole batch, would have
 * the planner read all of its requests before there are statistics.
 */
export function decisionWrite(decided: readonly DecidedRecognition[], at: Date): Write {
  if (decided.length === 0) return undefined;
  const rows = selectOf<'recognition', DecidedRecognition>(decided, {
    id: ['uuid', (one) => one.recognition.id],
    status: ['text', (one) => one.status],
    giver_id: ['uuid', (one) => one.giverId],
    department_id: ['uuid', (one) => one.departmentId],
    refusal: ['jsonb', (one) => one.refusal && JSON.stringify(one.refusal)],
    review_reasons: ['jsonb', (one) => JSON.stringify(one.reviewReasons)],
  });
  return sql`
    update recognition r
       set status = d.status, giver_id = d.giver_id, department_id = d.department_id, refusal = d.refusal,
           review_reasons = d.review_reasons, decided_at = ${at}, ${answerAfterLookUp(at)}
      from (${rows}) d (id, status, giver_id, department_id, refusal, review_reasons)
     where r.id = d.id and r.status is not distinct from 'queued'`;
}

/** A queued request and when its people may be looked up: null means at once. */
export type RecognitionToIdentify = AskedRecognition & {
  /** When it started waiting to be decided. */
  since: Date;
  lookUpAt: Date | null;
  /** The giver was not told of the wait yet, but can be. */
  isUntold: boolean;
};

/** Writes when to look the people of queued requests up again. */
export async function saveLookUps(
  db: Db,
  lookUps: readonly (RecognitionRef & { lookUpAt: Date })[],
): Promise<void> {
  if (lookUps.length === 0) return;
  await sql`
    update recognition r set look_up_at = l.look_up_at
      from unnest(
        ${lookUps.map(({ organizationId }) => organizationId)}::uuid[], ${lookUps.map(({ id }) => id)}::uuid[],
        ${lookUps.map(({ lookUpAt }) => lookUpAt)}::timestamptz[]
      ) l (organization_id, id, look_up_at)
     where r.id = l.id and r.organization_id = l.organization_id and r.status is not distinct from 'queued'`.execute(
    db,
  );
}

/**
 * Keeps what a platform said about the people in a request that is not decided yet, and signs it anew. One that is not as it was
 * taken in stays as it is, and is refused when it is decided.
 */
export async function savePersonRefs(
  tx: Tx,
  keys: Pick<KeyRing, 'ids' | 'sign' | 'isSigned'>,
  { organizationId, id, recipients }: RecognitionRef & { recipients: PersonRef[] },
): Promise<void> {
  const request = await tx
    .selectFrom('recognition')
    .select(waitingColumns)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .forUpdate()
    .executeTakeFirst();
  if (!request || judgeRequest(keys, request) !== 'signed') return;
  const { keyId, mac } = signRequest(keys, { ...request, recipients });
  await tx
    .updateTable('recognition')
    .set({ recipients: JSON.stringify(recipients), key_id: keyId, mac })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Locks every request of an organization that waits to be decided or confirmed and has no signature. */
export async function lockUnsignedRequests(tx: Tx, organizationId: string): Promise<SignedRequest[]> {
  return tx
    .selectFrom('recognition')
    .select(waitingColumns)
    .where('organization_id', '=', organizationId)
    .where('status', 'in', UNDECIDED)
    .where('mac', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Whether any request of an organization has a signature. */
export async function hasSignedRequests(db: Reader, organizationId: string): Promise<boolean> {
  const signed = await db
    .selectFrom('recognition')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('mac', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return signed !== undefined;
}

/** Signs requests as they are. */
export async function saveSignatures(
  tx: Tx,
  keys: Pick<KeyRing, 'sign'>,
  requests: readonly SignedRequest[],
): Promise<void> {
  if (requests.length === 0) return;
  const rows = selectOf<'recognition', RecognitionRef & { keyId: string; mac: Buffer }>(
    requests.map((request) => ({ ...request, ...signRequest(keys, request) })),
    {
      id: ['uuid', ({ id }) => id],
      key_id: ['text', ({ keyId }) => keyId],
      mac: ['bytea', ({ mac }) => mac],
    },
  );
  await sql`
    update recognition r set key_id = s.key_id, mac = s.mac from (${rows}) s (id, key_id, mac) where r.id = s.id`.execute(
    tx,
  );
}

/** The states in which a request waits for Largesse to decide it, or for its giver to say that they mean it. */
export const UNDECIDED: readonly RecognitionStatus[] = ['queued', 'awaiting_confirmation'];
