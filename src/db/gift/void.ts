import { sql } from 'kysely';
import { deliveryMoves, type GiftStatus, giftMoves } from '#src/domain/states.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { CardOfGift } from '#src/domain/gift/gift-card.ts';
import { dropGiftCards, findGiftCards } from './gift-card.ts';
import { isPosted } from '#src/db/ledger/account.ts';

/** A locked gift with everything needed to take it back. */
export type GiftToVoid = {
  organizationId: string;
  giftId: string;
  recognitionId: string;
  recipientId: string;
  recipientName: string;
  giverId: string;
  giverName: string;
  departmentId: string;
  /** The department's zone when the gift was issued. */
  timeZone: string;
  amountMinor: bigint;
  currency: string;
  occasion: string;
  status: GiftStatus;
  issuedAt: Date;
  /** Undefined where it was given as stored value. */
  card: CardOfGift | undefined;
  /** The recipient may already have received the gift's message. */
  mayBeKnown: boolean;
};

/**
 * Locks gifts with their codes and deliveries, in id order.
 *
 * Deliveries are locked first and codes before gifts, the same order as recording a delivery and redeeming.
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
  const { rows: gifts } = await sql<Omit<GiftToVoid, 'mayBeKnown' | 'card'> & { isCard: boolean }>`
    select organization_id as "organizationId", id as "giftId", recognition_id as "recognitionId", recipient_id as "recipientId",
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
             as "timeZone", amount_minor as "amountMinor", currency, occasion, status, value_source = 'provider' as "isCard",
           coalesce(issued_at, created_at) as "issuedAt"
      from gift where organization_id = ${organizationId} and id = any(${giftIds}::uuid[])
     order by id for update`.execute(tx);
  const cards = await findGiftCards(tx, gifts);
  return gifts.map((gift) => {
    return { ...gift, card: cards.get(gift.giftId), mayBeKnown: known.get(gift.giftId) ?? false };
  });
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
 * Marks locked gifts as voided, each by its giver where nobody else is named. Their codes can no longer be shown, and messages not sent yet never will be.
 *
 * @throws when the status of one does not allow it.
 */
export async function saveVoided(
  tx: Tx,
  organizationId: string,
  gifts: readonly GiftToVoid[],
  { at, by, reason }: { at: Date; by?: string; reason: string },
): Promise<void> {
  const ids = gifts.map(({ giftId }) => giftId);
  const voided = await tx
    .updateTable('gift')
    .set({
      status: giftMoves.void.to,
      voided_at: at,
      voided_by: by ?? sql<string>`giver_id`,
      void_reason: reason,
    })
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .where('status', 'in', giftMoves.void.from)
    .executeTakeFirst();
  if (voided.numUpdatedRows !== BigInt(ids.length)) throw new Error('a gift changed under its lock');
  await retireCodes(tx, { organizationId, giftIds: ids, at, why: 'the gift was taken back' });
}

/** Erases what could still reveal the codes of locked gifts, and what was still to be sent about them. */
export async function retireCodes(
  tx: Tx,
  {
    organizationId,
    giftIds: ids,
    at,
    why,
  }: { organizationId: string; giftIds: string[]; at: Date; why: string },
): Promise<void> {
  await tx
    .updateTable('code')
    .set({ sealed: null })
    .where('organization_id', '=', organizationId)
    .where('gift_id', 'in', ids)
    .execute();
  await tx
    .updateTable('delivery')
    .set({ status: deliveryMoves.withdraw.to, due_at: at, last_error: why })
    .where('organization_id', '=', organizationId)
    .where('gift_id', 'in', ids)
    .where('status', 'in', deliveryMoves.withdraw.from)
    .execute();
  await dropGiftCards(tx, { organizationId, giftIds: ids });
  await tx
    .deleteFrom('failed_job')
    .where('organization_id', '=', organizationId)
    .where('job', 'in', ['deliver-gift', 'buy-gift-card'])
    .where('subject_id', 'in', ids)
    .execute();
}

/** Whether a redeemed gift was already taken back out of its recipient's wallet. */
export async function isReversed(db: Reader, organizationId: string, giftId: string): Promise<boolean> {
  const subject = { type: 'gift' as const, id: giftId };
  return isPosted(db, organizationId, { kind: 'wallet.adjusted', subject });
}
