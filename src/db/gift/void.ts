import { sql } from 'kysely';
import { deliveryMoves, type GiftStatus, giftMoves } from '#src/domain/states.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { isPosted } from '#src/db/ledger/account.ts';

/** A locked gift with all that taking it back needs. */
export type GiftToVoid = {
  organizationId: string;
  giftId: string;
  recipientId: string;
  recipientName: string;
  giverId: string;
  giverName: string;
  departmentId: string;
  /** Of the department, when it was issued. */
  timeZone: string;
  amountMinor: bigint;
  currency: string;
  occasion: string;
  status: GiftStatus;
  issuedAt: Date;
  /** The recipient may have got the message that brings it. */
  mayBeKnown: boolean;
};

/**
 * Locks gifts with their codes and deliveries, in id order.
 *
 * Deliveries come first and codes before gifts, which is the order of those who record a delivery and who redeem.
 */
export async function lockGiftsToVoid(
  tx: Tx,
  organizationId: string,
  giftIds: readonly string[],
): Promise<GiftToVoid[]> {
  if (giftIds.length === 0) return [];
  const { rows: messages } = await sql<{ giftId: string; mayBeKnown: boolean }>`
    select delivery.gift_id as "giftId", delivery.status <> 'due' or delivery.attempts > 0 as "mayBeKnown"
      from delivery
      join code on code.organization_id = delivery.organization_id and code.gift_id = delivery.gift_id
     where delivery.organization_id = ${organizationId} and delivery.gift_id = any(${giftIds}::uuid[])
     order by delivery.gift_id for update`.execute(tx);
  const known = new Map(messages.map((message) => [message.giftId, message.mayBeKnown]));
  const { rows: gifts } = await sql<Omit<GiftToVoid, 'mayBeKnown'>>`
    select organization_id as "organizationId", id as "giftId", recipient_id as "recipientId",
           (select name from person p where p.organization_id = gift.organization_id and p.id = gift.recipient_id)
             as "recipientName", giver_id as "giverId",
           (select name from person p where p.organization_id = gift.organization_id and p.id = gift.giver_id)
             as "giverName", department_id as "departmentId",
           coalesce(
             (select time_zone_before from budget_policy b
               where b.organization_id = gift.organization_id and b.department_id = gift.department_id
                 and b.set_at > coalesce(gift.issued_at, gift.created_at) and b.time_zone_before is not null
               order by b.set_at, b.id limit 1),
             (select time_zone from department d where d.organization_id = gift.organization_id and d.id = gift.department_id))
             as "timeZone", amount_minor as "amountMinor", currency, occasion, status,
           coalesce(issued_at, created_at) as "issuedAt"
      from gift where organization_id = ${organizationId} and id = any(${giftIds}::uuid[])
     order by id for update`.execute(tx);
  return gifts.map((gift) => ({ ...gift, mayBeKnown: known.get(gift.giftId) ?? false }));
}

/** The ids of the gifts that a recognition became. */
export async function findGiftIds(
  db: Reader,
  organizationId: string,
  recognitionId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('gift')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('recognition_id', '=', recognitionId)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Writes that locked gifts are voided. Their codes can no longer be shown, and what was not sent yet never is.
 *
 * @throws when the status of one does not allow it.
 */
export async function saveVoided(
  tx: Tx,
  organizationId: string,
  gifts: readonly GiftToVoid[],
  { at, by, reason }: { at: Date; by: string; reason: string },
): Promise<void> {
  const ids = gifts.map(({ giftId }) => giftId);
  const voided = await tx
    .updateTable('gift')
    .set({ status: giftMoves.void.to, voided_at: at, voided_by: by, void_reason: reason })
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .where('status', 'in', giftMoves.void.from)
    .executeTakeFirst();
  if (voided.numUpdatedRows !== BigInt(ids.length)) throw new Error('a gift changed under its lock');
  await tx
    .updateTable('code')
    .set({ sealed: null })
    .where('organization_id', '=', organizationId)
    .where('gift_id', 'in', ids)
    .execute();
  await tx
    .updateTable('delivery')
    .set({ status: deliveryMoves.withdraw.to, due_at: at, last_error: 'the gift was taken back' })
    .where('organization_id', '=', organizationId)
    .where('gift_id', 'in', ids)
    .where('status', 'in', deliveryMoves.withdraw.from)
    .execute();
  await tx
    .deleteFrom('failed_job')
    .where('organization_id', '=', organizationId)
    .where('job', '=', 'deliver-gift')
    .where('subject_id', 'in', ids)
    .execute();
}

/** Whether a redeemed gift was already taken back from its recipient's balance. */
export async function isReversed(db: Reader, organizationId: string, giftId: string): Promise<boolean> {
  const subject = { type: 'gift' as const, id: giftId };
  return isPosted(db, organizationId, { kind: 'wallet.adjusted', subject });
}
