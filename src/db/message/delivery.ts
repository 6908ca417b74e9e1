import { sql } from 'kysely';
import { deliveryMoves, type DeliveryStatus, giftMoves } from '#src/domain/states.ts';
import type { CardOfGift } from '#src/domain/gift/gift-card.ts';
import type { ClosedWays } from '#src/domain/message/channels.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import { byteaArray } from '#src/db/kit/array-parameters.ts';
import type { Db, Reader, Tx } from '#src/db/kit/schema.ts';
import { wayInNow } from '#src/ports/way-in.ts';
import { signedTextOf } from '#src/db/ledger/activity.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { dueNow, type PlacedCard, placedCardsInsert } from './placed-card.ts';
import { type LeasedMessage, markSent, type SentMessage } from './sending.ts';

export type GiftToDeliver = {
  organizationId: string;
  giftId: string;
  recipientId: string;
  giver: PersonRef;
  giverName: string;
  source: string;
  channelId: string | null;
  isPrivateChannel: boolean;
  /** The user ids that the request named, on the platform it came from. */
  namedUserIds: string[];
  /** How often its message was asked for again. */
  resent: number;
  message: string;
  amountMinor: bigint;
  currency: string;
  sealed: Buffer | null;
  createdAt: Date;
  /** From when on it can no longer be claimed. */
  expiresAt: Date | null;
  /** Where its recipient is. */
  timeZone: string;
  /** Its recipient is outside the organization. */
  isForGuest: boolean;
  /** Null where it was given as stored value. */
  card: CardOfGift | null;
};

/**
 * Everything a gift's message is made of, except its recipient.
 *
 * Each `limit 1` tells the planner that a row is looked up by its key. Plain joins took four times as long to plan, and
 * the planner read every person in the organization to find two.
 */
export async function getGiftsToDeliver(
  db: Reader,
  leased: readonly Pick<LeasedMessage, 'organizationId' | 'id'>[],
): Promise<GiftToDeliver[]> {
  if (leased.length === 0) return [];
  const { rows } = await sql<GiftToDeliver>`
    select gift.organization_id as "organizationId", gift.id as "giftId", gift.amount_minor as "amountMinor",
           gift.currency, gift.created_at as "createdAt", gift.expires_at as "expiresAt", place.time_zone as "timeZone", recipient.is_guest as "isForGuest", gift.recipient_id as "recipientId",
           code.sealed, asked.giver, asked.source, asked.channel_id as "channelId",
           asked.channel_is_private as "isPrivateChannel", asked.message, giver.name as "giverName",
           jsonb_path_query_array(asked.recipients, '$[*] ? (@.by == "chat").userId') as "namedUserIds",
           coalesce(sent.resent, 0) as resent,
           case gift.value_source when 'provider' then (
             select jsonb_build_object('name', c.name, 'status', c.status) from gift_card c
              where c.organization_id = gift.organization_id and c.gift_id = gift.id) end as card
      from unnest(
        ${leased.map(({ organizationId }) => organizationId)}::uuid[], ${leased.map(({ id }) => id)}::uuid[]
      ) leased (organization_id, id)
     cross join lateral (
       select * from gift g where g.organization_id = leased.organization_id and g.id = leased.id limit 1) gift
     cross join lateral (
       select * from code c where c.organization_id = gift.organization_id and c.gift_id = gift.id limit 1) code
     cross join lateral (
       select * from recognition r
        where r.organization_id = gift.organization_id and r.id = gift.recognition_id limit 1) asked
     cross join lateral (
       select * from person p where p.organization_id = gift.organization_id and p.id = gift.giver_id limit 1) giver
     cross join lateral (
       select p.department_id, p.is_guest from person p
        where p.organization_id = gift.organization_id and p.id = gift.recipient_id limit 1) recipient
     cross join lateral (
       select d.time_zone from department d
        where d.organization_id = gift.organization_id and d.id = recipient.department_id limit 1) place
      left join lateral (
       select d.resent from delivery d
        where d.organization_id = gift.organization_id and d.gift_id = gift.id limit 1) sent on true`.execute(
    db,
  );
  return rows;
}

/** A gift that could not be delivered, for those who are told of it. */
export type UndeliveredGift = {
  organizationId: string;
  giftId: string;
  giverId: string;
  recipientName: string;
  isInactive: boolean;
  hasAddress: boolean;
  resent: number;
  amountMinor: bigint;
  currency: string;
};

/** What is told about gifts that could not be delivered. */
export async function listUndelivered(
  db: Reader,
  gifts: readonly { organizationId: string; id: string }[],
): Promise<UndeliveredGift[]> {
  const { rows } = await sql<UndeliveredGift>`
    select g.organization_id as "organizationId", g.id as "giftId", g.giver_id as "giverId",
           p.name as "recipientName", p.deactivated_at is not null as "isInactive",
           p.email is not null as "hasAddress", d.resent, g.amount_minor as "amountMinor", g.currency
      from unnest(
        ${gifts.map(({ organizationId }) => organizationId)}::uuid[], ${gifts.map(({ id }) => id)}::uuid[]
      ) asked (organization_id, id)
      join gift g on g.organization_id = asked.organization_id and g.id = asked.id
      join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id
      join person p on p.organization_id = g.organization_id and p.id = g.recipient_id`.execute(db);
  return rows;
}

/** The ids of an organization's active people in HR; of its admins where there is nobody in HR. */
export async function listHr(db: Reader, organizationId: string): Promise<string[]> {
  const people = await db
    .selectFrom('person')
    .select(['id', 'role'])
    .where('organization_id', '=', organizationId)
    .where('role', 'in', ['hr', 'admin'])
    .where('deactivated_at', 'is', null)
    .execute();
  const hr = people.filter(({ role }) => role === 'hr');
  return (hr.length > 0 ? hr : people).map(({ id }) => id);
}

export type SentGift = SentMessage & {
  recipientId: string;
  /** How often it had been asked for again when it was sent. */
  resent: number;
  /** The ids of the activities: the gift was delivered and, if the message held the code, the code was revealed. */
  deliveredActivityId: string;
  revealedActivityId: string | undefined;
};

/**
 * Marks messages as sent and their gifts as delivered, unless already redeemed, in one statement. Records the delivery
 * once and every reveal of a code, and remembers where its buttons are. One that says something else since it was sent stays due.
 * Returns the ids of the gifts whose delivery was recorded now.
 */
export async function saveDelivered(
  { db, keys }: { db: Db; keys: Pick<KeyRing, 'sign'> },
  { sent, placed }: { sent: readonly SentGift[]; placed: readonly PlacedCard[] },
  at: Date,
): Promise<string[]> {
  const placedCards = placedCardsInsert(placed, at);
  const via = wayInNow();
  const way = via === undefined ? {} : { via };
  function sign(kind: ActivityKind, id: string | null, { leased, recipientId, channel }: SentGift) {
    const { organizationId, id: giftId } = leased;
    if (id === null) return null;
    const text = signedTextOf({
      organizationId,
      id,
      at,
      kind,
      subjectId: recipientId,
      giftId,
      detail: { channel, ...way },
    });
    return keys.sign(text).mac;
  }
  const isStillSo = sql`
    and exists (select from sent one where one.gift_id = t.gift_id and one.resent = t.resent)`;
  const { rows } = await sql<{ kind: ActivityKind; giftId: string }>`
    with sent as (
      select * from unnest(
        ${sent.map(({ leased }) => leased.organizationId)}::uuid[], ${sent.map(({ leased }) => leased.id)}::uuid[],
        ${sent.map(({ recipientId }) => recipientId)}::uuid[], ${sent.map(({ channel }) => channel)}::text[],
        ${sent.map((one) => one.deliveredActivityId)}::uuid[],
        ${sent.map((one) => one.revealedActivityId ?? null)}::uuid[], ${sent.map(({ resent }) => resent)}::integer[],
        ${byteaArray(sent.map((one) => sign('gift.delivered', one.deliveredActivityId, one)))}::bytea[],
        ${byteaArray(sent.map((one) => sign('code.revealed', one.revealedActivityId ?? null, one)))}::bytea[]
      ) s (organization_id, gift_id, recipient_id, channel, delivered_id, revealed_id, resent, delivered_mac, revealed_mac)),
    newly_sent as (${markSent('deliver-gift', sent, { at, where: isStillSo })}),
    ${placedCards ? sql`placed as (${placedCards}),` : sql``}
    -- Whoever was told that it reached nobody is told otherwise.
    told_otherwise as (
      update placed_card p set ${dueNow(at)} from sent
       where p.organization_id = sent.organization_id and p.subject_id = sent.gift_id and p.kind = 'undelivered'),
    delivered as (
      update gift set status = ${giftMoves.deliver.to} from sent
       where gift.organization_id = sent.organization_id and gift.id = sent.gift_id and gift.id in (select id from newly_sent)
         and gift.status = any (${giftMoves.deliver.from})),
    told (kind, organization_id, id, recipient_id, gift_id, channel, mac) as (
      select 'gift.delivered', organization_id, delivered_id, recipient_id, gift_id, channel, delivered_mac
        from sent where gift_id in (select id from newly_sent)
       union all
      select 'code.revealed', organization_id, revealed_id, recipient_id, gift_id, channel, revealed_mac
        from sent where revealed_id is not null)
    insert into activity (organization_id, id, at, kind, subject_id, gift_id, detail, mac)
    select organization_id, id, ${at}, kind, recipient_id, gift_id, jsonb_build_object('channel', channel) || ${JSON.stringify(way)}::jsonb, mac
      from told
    returning kind, gift_id as "giftId"`.execute(db);
  return rows.flatMap(({ kind, giftId }) => (kind === 'gift.delivered' ? [giftId] : []));
}

type GiftRef = { organizationId: string; giftId: string };

/** How the message of an issued gift stands, and what last went wrong with it. */
export async function getDeliveryState(
  db: Reader,
  { organizationId, giftId }: GiftRef,
): Promise<{ status: DeliveryStatus; lastError: string | null }> {
  return db
    .selectFrom('delivery')
    .select(['status', 'last_error as lastError'])
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .executeTakeFirstOrThrow();
}

/**
 * Makes a gift's message due again as a new one. One that is being sent right now is left alone, unless the message says something else
 * from now on: then the one on its way counts for nothing. `closed`: ways that are not to be tried.
 */
export async function saveResent(
  tx: Tx,
  { organizationId, giftId }: GiftRef,
  { at, closed = {}, saysElse = false }: { at: Date; closed?: ClosedWays; saysElse?: boolean },
): Promise<void> {
  const { from, to } = deliveryMoves[saysElse ? 'renew' : 'resend'];
  await tx
    .updateTable('delivery')
    .set((eb) => ({
      status: to,
      due_at: at,
      attempts: 0,
      closed: JSON.stringify(closed),
      message_id: null,
      sent_at: null,
      last_error: null,
      resent: eb('resent', '+', 1),
    }))
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .where('status', 'in', from)
    .execute();
}
