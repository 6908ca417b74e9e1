import { type RawBuilder, sql } from 'kysely';
import { byteaArray } from '#src/db/kit/array-parameters.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { ERASED } from '#src/domain/people/erased.ts';
import type { TakenRequest } from '#src/domain/recognition/request-text.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { signRequest } from './request-signature.ts';

/** Which requests become what, as SQL over a row `t`. */
export type BlankedRequests = {
  organizationId: string;
  where: string;
  giver: string;
  recipients: string;
  message: string;
  refusal: string;
  reviewReasons: string;
  limit?: number;
};

/** The text of a request that is gone. */
const NO_MESSAGE = `case when t.message = '' then '' else '${ERASED}' end`;

type Blanked = Omit<TakenRequest, 'confirmedAt' | 'createdAt'> & {
  confirmedAt: Date | null;
  createdAt: Date;
  refusal: unknown;
  reviewReasons: unknown;
  isSigned: boolean;
};

/**
 * Takes texts and addresses from requests that were decided, and signs anew those that were signed. The facts of their gifts are others
 * then: the caller has held the gifts to the record before, and records them after.
 */
export async function blankRequests(
  tx: Tx,
  keys: Pick<KeyRing, 'sign'>,
  requests: readonly Blanked[],
): Promise<void> {
  if (requests.length === 0) return;
  const signed = requests.map((request) => {
    const { keyId = null, mac = null } = request.isSigned ? signRequest(keys, request) : {};
    return { ...request, keyId, mac };
  });
  await sql`
    update recognition t
       set giver = b.giver, recipients = b.recipients, message = b.message, refusal = b.refusal, review_reasons = b.review_reasons, channel_id = null, reply_to = null,
           key_id = b.key_id, mac = b.mac
      from unnest(
        ${signed.map(({ id }) => id)}::uuid[], ${signed.map(({ giver }) => JSON.stringify(giver))}::jsonb[],
        ${signed.map(({ recipients }) => JSON.stringify(recipients))}::jsonb[], ${signed.map(({ message }) => message)}::text[],
        ${signed.map(({ refusal }) => (refusal === null ? null : JSON.stringify(refusal)))}::jsonb[],
        ${signed.map(({ reviewReasons }) => JSON.stringify(reviewReasons))}::jsonb[],
        ${signed.map(({ keyId }) => keyId)}::text[], ${byteaArray(signed.map(({ mac }) => mac))}::bytea[])
        b (id, giver, recipients, message, refusal, review_reasons, key_id, mac)
     where t.id = b.id`.execute(tx);
}

/** The requests as they are to become, locked in the order of their ids. */
export async function lockBlanked(tx: Tx, which: BlankedRequests): Promise<Blanked[]> {
  const { giver, recipients, message, refusal, reviewReasons, limit } = which;
  const { rows } = await sql<Blanked>`
    select t.organization_id as "organizationId", t.id, t.source, t.request_id as "requestId", t.amount, t.currency, t.occasion,
           t.paying_department_id as "payingDepartmentId", t.confirmed_at as "confirmedAt", t.created_at as "createdAt",
           t.mac is not null as "isSigned", ${sql.raw(giver)} as giver, ${sql.raw(recipients)} as recipients,
           ${sql.raw(message)} as message, ${sql.raw(refusal)} as refusal, ${sql.raw(reviewReasons)} as "reviewReasons"
      from recognition t
     where ${isLeft(which)}
     order by t.id ${limit === undefined ? sql`` : sql`limit ${limit}`} for update`.execute(tx);
  return rows;
}

function isLeft(which: BlankedRequests): RawBuilder<boolean> {
  const { organizationId, where, giver, recipients, message, refusal, reviewReasons } = which;
  return sql`t.organization_id = ${organizationId} and ${sql.raw(where)}
       and (t.giver, t.recipients, t.message, t.refusal, t.review_reasons) is distinct from
           (${sql.raw(giver)}, ${sql.raw(recipients)}, ${sql.raw(message)}, ${sql.raw(refusal)}, ${sql.raw(reviewReasons)})`;
}

/** Those whose texts are older than an organization keeps them. */
export function oldRequests(organizationId: string, before: Date): BlankedRequests {
  return {
    organizationId,
    where: `t.status in ('issued', 'refused', 'declined', 'cancelled') and coalesce(t.decided_at, t.created_at) < '${before.toISOString()}'::timestamptz`,
    giver: 't.giver',
    recipients: 't.recipients',
    message: NO_MESSAGE,
    refusal: 't.refusal',
    reviewReasons: 't.review_reasons',
  };
}

/** How many would become another. */
export async function countBlankedRequests(db: Reader, which: BlankedRequests): Promise<number> {
  const { rows } = await sql<{
    count: bigint;
  }>`select count(*) from recognition t where ${isLeft(which)}`.execute(db);
  return Number(rows[0]?.count ?? 0n);
}

/** The gifts of requests, with their recipients. */
export async function listGiftsOfRequests(
  tx: Tx,
  organizationId: string,
  requestIds: readonly string[],
): Promise<{ id: string; recipientId: string }[]> {
  return tx
    .selectFrom('gift')
    .select(['id', 'recipient_id as recipientId'])
    .where('organization_id', '=', organizationId)
    .where(
      'recognition_id',
      'in',
      requestIds.length > 0 ? [...requestIds] : ['00000000-0000-0000-0000-000000000000'],
    )
    .orderBy('id')
    .execute();
}
