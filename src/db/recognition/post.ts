import { type RawBuilder, sql } from 'kysely';
import { type LeasedMessage, leaseDue } from '#src/db/message/sending.ts';
import { type PlacedCard, placedCardsInsert } from '#src/db/message/placed-card.ts';
import { deliveryMoves, type DeliveryStatus } from '#src/domain/states.ts';
import type { Db, Reader, Schema, Tx } from '#src/db/kit/schema.ts';
import { type PostPlace, postPlaceOf } from '#src/domain/recognition/post-place.ts';
import type { PostedRecognition, PostedThanks } from '#src/domain/recognition/post.ts';
import type { StoredMoney } from '#src/domain/kit/money.ts';
import { moneyOf } from '#src/domain/kit/money.ts';

type Subject = { organizationId: string; id: string };

export type PostKind = Schema['post']['kind'];

/** A post to write for a recognition. */
export type NewPost = {
  organizationId: string;
  id: string;
  recognitionId: string;
  place: PostPlace;
  showsAmount: boolean;
};

/**
 * Writes a post that is due at once, unless the recognition is private, has one already, or there is no such place: it was typed
 * nowhere, or the organization has no workspace there. Returns whether it was written.
 */
export async function insertPost(tx: Tx, post: NewPost): Promise<boolean> {
  const { place } = post;
  const isHere = place.at === 'here';
  const platform = isHere ? sql`r.source` : sql`${place.platform}`;
  const channelId = isHere ? sql`r.channel_id` : sql`${place.channelId}`;
  const { numAffectedRows } = await sql`
    insert into post (organization_id, id, kind, subject_id, platform, workspace_id, channel_id, shows_amount, status, due_at, created_at)
    select r.organization_id, ${post.id}, 'recognition', r.id, place.platform, home.workspace_id, place.channel_id,
           ${post.showsAmount}, ${deliveryMoves.postpone.to}, ${tx.now}, ${tx.now}
      from recognition r
     cross join lateral (select ${platform} as platform, ${channelId} as channel_id) place
      join lateral (
        select l.workspace_id from workspace_link l
         where l.organization_id = r.organization_id and l.platform = place.platform
         order by l.workspace_id = r.giver ->> 'workspaceId' desc nulls last, l.linked_at limit 1) home on true
     where r.organization_id = ${post.organizationId} and r.id = ${post.recognitionId}
       and not r.is_private and place.channel_id is not null
    on conflict (organization_id, kind, subject_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Whether others will read of a recognition under the rule `postIn`. */
export async function willBePosted(
  db: Reader,
  { organizationId, id }: Subject,
  postIn: string | undefined,
): Promise<boolean> {
  const place = postPlaceOf(postIn);
  if (!place) return false;
  const { is_private: isPrivate, channel_id: typedIn } = await db
    .selectFrom('recognition')
    .select(['is_private', 'channel_id'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return !isPrivate && (place.at === 'channel' || typedIn !== null);
}

/** Writes a thank-you below the post of its gift's recognition, which may still be on its way. Returns whether there is one. */
export async function insertThanksPost(
  tx: Tx,
  { organizationId, id, giftId }: { organizationId: string; id: string; giftId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into post (organization_id, id, kind, subject_id, platform, workspace_id, channel_id, status, due_at, created_at)
    select p.organization_id, ${id}, 'thanks', g.id, p.platform, p.workspace_id, p.channel_id,
           ${deliveryMoves.postpone.to}, ${tx.now}, ${tx.now}
      from gift g
      join post p on p.organization_id = g.organization_id and p.kind = 'recognition' and p.subject_id = g.recognition_id
     where g.organization_id = ${organizationId} and g.id = ${giftId} and p.status <> ${deliveryMoves.fail.to}
    on conflict (organization_id, kind, subject_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** A leased post. */
export type DuePost = LeasedMessage & {
  kind: PostKind;
  subjectId: string;
  platform: string;
  workspaceId: string;
  channelId: string;
  createdAt: Date;
};

/** Leases due posts; see `leaseDue`. */
export async function leaseDuePosts(
  db: Db,
  ids: readonly string[],
  lease: { now: Date; leaseUntil: Date },
): Promise<DuePost[]> {
  const returning = sql`, t.kind, t.subject_id as "subjectId", t.platform, t.workspace_id as "workspaceId",
    t.channel_id as "channelId", t.created_at as "createdAt"`;
  return leaseDue<DuePost>(db, 'post-recognition', ids, lease, { returning });
}

/** A post that was sent, and where its platform finds it again. */
export type SentPost = { leased: Pick<LeasedMessage, 'organizationId' | 'id'>; place: string | null };

/** Marks posts as sent, and remembers where their buttons are. */
export async function savePostsSent(
  db: Db,
  { sent, placed }: { sent: readonly SentPost[]; placed: readonly PlacedCard[] },
  at: Date,
): Promise<void> {
  const marked = sql`
    update post t set status = ${deliveryMoves.send.to}, place = s.place, sent_at = ${at}
      from unnest(
        ${sent.map(({ leased }) => leased.organizationId)}::uuid[], ${sent.map(({ leased }) => leased.id)}::uuid[],
        ${sent.map(({ place }) => place)}::text[]
      ) s (organization_id, id, place)
     where t.organization_id = s.organization_id and t.id = s.id and t.status = any (${deliveryMoves.send.from})`;
  const placedCards = placedCardsInsert(placed, at);
  await (placedCards ? sql`with marked as (${marked}) ${placedCards}` : marked).execute(db);
}

/** The gift was not taken back: neither before it was redeemed nor after that. */
const IS_KEPT: RawBuilder<boolean> = sql`g.status <> 'voided' and not exists (
  select from entry e
   where e.organization_id = g.organization_id and e.subject_type = 'gift' and e.subject_id = g.id
     and e.kind = 'wallet.adjusted')`;

type PostedRow = Omit<PostedRecognition, 'money' | 'applause'> & {
  money: StoredMoney | null;
  applause: number;
  userIds: string[];
};

/** What the post of a recognition says now, and whom it may mention. */
export type FoundPost = PostedRecognition & { userIds: string[] };

/** Undefined when there is no post of it. */
export async function findPost(db: Reader, { organizationId, id }: Subject): Promise<FoundPost | undefined> {
  const { rows } = await sql<PostedRow>`
    select r.id as "recognitionId", giver.name as "giverName", r.message, kept.names as "recipientNames",
           case when p.shows_amount then kept.money end as money,
           (select count(*)::integer from applause a
             where a.organization_id = r.organization_id and a.recognition_id = r.id) as applause,
           coalesce((select array_agg(i.user_id order by i.user_id) from identity i
             where i.organization_id = r.organization_id and i.person_id = any (kept.ids) and i.platform = p.platform
               and i.gone_at is null and coalesce(i.workspace_id, p.workspace_id) = p.workspace_id), '{}') as "userIds"
      from post p
      join recognition r on r.organization_id = p.organization_id and r.id = p.subject_id
      join person giver on giver.organization_id = r.organization_id and giver.id = r.giver_id
     cross join lateral (
       select coalesce(array_agg(person.name order by g.id), '{}') as names, coalesce(array_agg(person.id), '{}') as ids,
              (array_agg(jsonb_build_object('amountMinor', g.amount_minor::text, 'currency', g.currency)))[1] as money
         from gift g
         join person on person.organization_id = g.organization_id and person.id = g.recipient_id
        where g.organization_id = r.organization_id and g.recognition_id = r.id and ${IS_KEPT}) kept
     where p.organization_id = ${organizationId} and p.kind = 'recognition' and p.subject_id = ${id}`.execute(
    db,
  );
  const [row] = rows;
  return row && { ...row, money: row.money && moneyOf(row.money) };
}

/** A thank-you with the state of the post that it goes below. */
export type FoundThanks = PostedThanks & { parent: DeliveryStatus; under: string | null };

/** Undefined when nobody said thanks for a gift, or it has no post. */
export async function findThanks(
  db: Reader,
  { organizationId, id }: Subject,
): Promise<FoundThanks | undefined> {
  const { rows } = await sql<FoundThanks>`
    select recipient.name as "recipientName", giver.name as "giverName", t.words, p.status as parent, p.place as under
      from thanks t
      join gift g on g.organization_id = t.organization_id and g.id = t.gift_id
      join person recipient on recipient.organization_id = g.organization_id and recipient.id = g.recipient_id
      join person giver on giver.organization_id = g.organization_id and giver.id = g.giver_id
      join post p on p.organization_id = g.organization_id and p.kind = 'recognition' and p.subject_id = g.recognition_id
     where t.organization_id = ${organizationId} and t.gift_id = ${id}`.execute(db);
  return rows[0];
}

/** A post that could not be sent, and who is told of it. */
export type FailedPost = { id: string; recognitionId: string; giverId: string; recipientNames: string[] };

/** Of posts, those of recognitions; of a thank-you nobody needs to be told. */
export async function listFailedPosts(db: Reader, posts: readonly Subject[]): Promise<FailedPost[]> {
  const { rows } = await sql<FailedPost>`
    select p.id, r.id as "recognitionId", r.giver_id as "giverId",
           array(select person.name from gift g
                   join person on person.organization_id = g.organization_id and person.id = g.recipient_id
                  where g.organization_id = r.organization_id and g.recognition_id = r.id order by g.id) as "recipientNames"
      from unnest(${posts.map((one) => one.organizationId)}::uuid[], ${posts.map(({ id }) => id)}::uuid[])
        asked (organization_id, id)
      join post p on p.organization_id = asked.organization_id and p.id = asked.id and p.kind = 'recognition'
      join recognition r on r.organization_id = p.organization_id and r.id = p.subject_id`.execute(db);
  return rows;
}

/** Takes somebody's applause back if they had given it. */
export async function deleteApplause(
  tx: Tx,
  {
    organizationId,
    recognitionId,
    personId,
  }: { organizationId: string; recognitionId: string; personId: string },
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('applause')
    .where('organization_id', '=', organizationId)
    .where('recognition_id', '=', recognitionId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Somebody applauds, once however often. */
export async function insertApplause(
  tx: Tx,
  {
    organizationId,
    recognitionId,
    personId,
  }: { organizationId: string; recognitionId: string; personId: string },
): Promise<void> {
  await tx
    .insertInto('applause')
    .values({
      organization_id: organizationId,
      recognition_id: recognitionId,
      person_id: personId,
      applauded_at: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Keeps what somebody says to the giver of a gift. False when they have said something before. */
export async function insertThanks(
  tx: Tx,
  { organizationId, giftId, words }: { organizationId: string; giftId: string; words: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('thanks')
    .values({ organization_id: organizationId, gift_id: giftId, words, said_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether somebody has said thanks for a gift. */
export async function hasThanks(db: Reader, { organizationId, id }: Subject): Promise<boolean> {
  const found = await db
    .selectFrom('thanks')
    .select('gift_id')
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', id)
    .executeTakeFirst();
  return found !== undefined;
}
