import { sql } from 'kysely';
import type { Channel } from '#src/domain/channels.ts';
import { deliveryMoves, giftMoves } from '#src/domain/states.ts';
import { type Activity, activityRows } from './activity.ts';
import type { PersonRef } from './person-ref.ts';
import type { Db, Reader, Tx } from './schema.ts';

type Key = { organizationId: string; giftId: string };

/** A delivery that this process alone may try, until its lease is past. `attempts`: those whose answer was lost. */
export type ClaimedDelivery = Key & {
  leaseUntil: Date;
  attempts: number;
  closed: Partial<Record<Channel, string>>;
};

/**
 * Takes a delivery that is due, by marking it `sending` before anything is sent. Undefined when there is nothing to do.
 *
 * One that is taken over from a sender who let its lease pass counts as a lost attempt.
 */
export async function claimDueDelivery(
  db: Db,
  giftId: string,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<ClaimedDelivery | undefined> {
  return db
    .updateTable('delivery')
    .set((eb) => ({
      status: deliveryMoves.claim.to,
      due_at: leaseUntil,
      attempts: eb
        .case()
        .when('status', '=', 'sending')
        .then(eb('attempts', '+', 1))
        .else(eb.ref('attempts'))
        .end(),
    }))
    .where('gift_id', '=', giftId)
    .where('organization_id', '=', organizationOfGift(giftId))
    .where('status', 'in', deliveryMoves.claim.from)
    .where('due_at', '<=', now)
    .returning([
      'organization_id as organizationId',
      'gift_id as giftId',
      'due_at as leaseUntil',
      'attempts',
      'closed',
    ])
    .executeTakeFirst();
}

function organizationOfGift(giftId: string) {
  return sql<string>`(select organization_id from gift where id = ${giftId})`;
}

export type GiftToDeliver = Key & {
  recipientId: string;
  recipientName: string;
  recipientEmail: string | null;
  recipientIsDeactivated: boolean;
  prefers: 'chat' | 'email';
  giver: PersonRef;
  giverName: string;
  source: string;
  channelId: string | null;
  message: string;
  amountMinor: bigint;
  currency: string;
  status: string;
  sealed: Buffer | null;
  createdAt: Date;
};

/**
 * All that the message about a gift is made of.
 *
 * Each `limit 1` says that a row is looked up by its key. As plain joins they took four times as long to plan, and the
 * planner read everybody of the organization to find two of them.
 */
export async function getGiftToDeliver(db: Reader, { organizationId, giftId }: Key): Promise<GiftToDeliver> {
  const { rows } = await sql<GiftToDeliver>`
    select gift.organization_id as "organizationId", gift.id as "giftId", gift.amount_minor as "amountMinor",
           gift.currency, gift.status, gift.created_at as "createdAt", gift.recipient_id as "recipientId",
           code.sealed, asked.giver, asked.source, asked.channel_id as "channelId", asked.message,
           giver.name as "giverName", recipient.name as "recipientName", recipient.email as "recipientEmail",
           recipient.prefers, recipient.deactivated_at is not null as "recipientIsDeactivated"
      from gift
     cross join lateral (
       select * from code c where c.organization_id = gift.organization_id and c.gift_id = gift.id limit 1) code
     cross join lateral (
       select * from recognition r
        where r.organization_id = gift.organization_id and r.id = gift.recognition_id limit 1) asked
     cross join lateral (
       select * from person p where p.organization_id = gift.organization_id and p.id = gift.recipient_id limit 1) recipient
     cross join lateral (
       select * from person p where p.organization_id = gift.organization_id and p.id = gift.giver_id limit 1) giver
     where gift.organization_id = ${organizationId} and gift.id = ${giftId}`.execute(db);
  const [gift] = rows;
  if (!gift) throw new Error(`there is no gift ${giftId}`);
  return gift;
}

/**
 * Writes that the message is with the recipient, and that the gift is delivered unless it is already redeemed, by one
 * statement. `told` is recorded with it, and `toldFirst` only when the same was not written before.
 */
export async function saveSent(
  db: Db,
  { organizationId, giftId }: Key,
  sent: { channel: Channel; messageId: string; at: Date; toldFirst: Activity; told: Activity[] },
): Promise<void> {
  const delivery = db
    .updateTable('delivery')
    .set({
      status: deliveryMoves.send.to,
      channel: sent.channel,
      message_id: sent.messageId,
      sent_at: sent.at,
      last_error: null,
    })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('status', 'in', deliveryMoves.send.from)
    .returning('gift_id');
  const gift = db
    .updateTable('gift')
    .set({ status: giftMoves.deliver.to })
    .where('organization_id', '=', organizationId)
    .where('id', '=', giftId)
    .where('status', 'in', giftMoves.deliver.from);
  const first = sql`${activityRows([sent.toldFirst])} where exists (select from newly_sent)`;
  await sql`
    with newly_sent as (${delivery}), delivered as (${gift}), told_first as (${first})
    ${activityRows(sent.told) ?? sql`select`}`.execute(db);
}

/**
 * Writes why it was not sent, or may not have been, and when to try again. False, and nothing is written, when somebody
 * else has taken it over.
 */
export async function saveNotSent(
  db: Db,
  { organizationId, giftId, leaseUntil }: ClaimedDelivery,
  result: {
    move: 'postpone' | 'lose' | 'fail';
    channel: Channel | null;
    reason: string;
    dueAt: Date;
    closed: Partial<Record<Channel, string>>;
    attempts: number;
  },
): Promise<boolean> {
  const move = deliveryMoves[result.move];
  const { numUpdatedRows } = await db
    .updateTable('delivery')
    .set({
      status: move.to,
      channel: result.channel,
      last_error: result.reason,
      due_at: result.dueAt,
      closed: JSON.stringify(result.closed),
      attempts: result.attempts,
    })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('status', 'in', move.from)
    .where('due_at', '=', leaseUntil)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Makes a given-up delivery due again over every channel. */
export async function reviveDelivery(tx: Tx, giftId: string, now: Date): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ status: deliveryMoves.retry.to, due_at: now, attempts: 0, closed: '{}' })
    .where('gift_id', '=', giftId)
    .where('status', 'in', deliveryMoves.retry.from)
    .execute();
}
