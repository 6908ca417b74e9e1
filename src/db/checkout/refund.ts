import { sql } from 'kysely';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import type { BackWay } from '#src/domain/checkout/give-back.ts';

/** `by`: null where the marketplace did it. */
export type NewRefund = {
  organizationId: string;
  id: string;
  checkoutId: string;
  amountMinor: bigint;
  requestId: string;
  reason: string;
  by: string | null;
};

export async function insertRefund(tx: Tx, refund: NewRefund): Promise<void> {
  await tx
    .insertInto('refund')
    .values({
      organization_id: refund.organizationId,
      id: refund.id,
      checkout_id: refund.checkoutId,
      amount_minor: refund.amountMinor,
      request_id: refund.requestId,
      reason: refund.reason,
      refunded_at: tx.now,
      refunded_by: refund.by,
    })
    .execute();
}

/** What was refunded of a locked checkout by this request. */
export async function findRefundAsked(
  db: Reader,
  asked: { organizationId: string; checkoutId: string; requestId: string },
): Promise<{ id: string; amountMinor: bigint } | undefined> {
  return db
    .selectFrom('refund')
    .select(['id', 'amount_minor as amountMinor'])
    .where('organization_id', '=', asked.organizationId)
    .where('checkout_id', '=', asked.checkoutId)
    .where('request_id', '=', asked.requestId)
    .executeTakeFirst();
}

/** A part of a tender that went back, and where to. `refundId`: null for what was held and not taken. */
export type NewBack = {
  organizationId: string;
  id: string;
  checkoutId: string;
  tenderId: string;
  refundId: string | null;
  amountMinor: bigint;
  way: BackWay;
  grantId: string | null;
  closingId: string | null;
};

export async function insertGivenBack(tx: Tx, backs: readonly NewBack[]): Promise<void> {
  await writeTogether(tx, [
    insertOf('given_back', backs, {
      organization_id: ['uuid', (back) => back.organizationId],
      id: ['uuid', (back) => back.id],
      checkout_id: ['uuid', (back) => back.checkoutId],
      tender_id: ['uuid', (back) => back.tenderId],
      refund_id: ['uuid', (back) => back.refundId],
      amount_minor: ['bigint', (back) => back.amountMinor],
      way: ['text', (back) => back.way],
      grant_id: ['uuid', (back) => back.grantId],
      closing_id: ['uuid', (back) => back.closingId],
    }),
  ]);
}

/** How a wallet was closed since an instant: the newest closing that took its funds away. */
export type ClosedSince = { closingId: string; way: 'return' | 'pay-out'; departmentId: string };

export async function findClosedSince(
  db: Reader,
  {
    organizationId,
    personId,
    currency,
    since,
  }: {
    organizationId: string;
    personId: string;
    currency: string;
    since: Date;
  },
): Promise<ClosedSince | undefined> {
  const { rows } = await sql<ClosedSince>`
    select id as "closingId", way, department_id as "departmentId" from wallet_closing
     where organization_id = ${organizationId} and person_id = ${personId} and currency = ${currency}
       and way <> 'honour' and done_at >= ${since}
     order by done_at desc, id desc limit 1`.execute(db);
  return rows[0];
}
