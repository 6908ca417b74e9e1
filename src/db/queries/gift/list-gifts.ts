import { sql } from 'kysely';
import { recordsOf, within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { GiftStatus, RecognitionStatus } from '#src/domain/states.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** `isReversed`: it was taken back out of the wallet after it was redeemed. `reason`: why it was taken back. */
export type ListedGift = Money & {
  giftId: string;
  createdAt: Date;
  giver: string;
  recipient: string;
  department: string;
  status: GiftStatus;
  isReversed: boolean;
  /** Its recipient has yet to choose the gift card that it will be. */
  isToChoose: boolean;
  reason: string;
  /** What became of its request: a gift that was declined or withdrawn was never issued. */
  request: RecognitionStatus;
  /** From when on it can no longer be claimed. */
  expiresAt: Date | null;
  /** Where its recipient is: by these clocks it ends. */
  timeZone: string;
};

/** `personId`: given or got by them, or by a record that was merged into theirs. From `since`, before `until`. `before`: the id of the last one of the page before. */
export type GiftFilter = {
  giftId?: string;
  giverId?: string;
  recipientId?: string;
  personId?: string;
  departmentId?: string;
  status?: GiftStatus;
  since?: Date;
  until?: Date;
  before?: string;
  limit: number;
};

/** The gifts that the reader may see, newest first, at most `limit`. */
export async function listGifts(
  db: Reader,
  scope: Scope,
  { giftId, giverId, recipientId, personId, departmentId, status, since, until, before, limit }: GiftFilter,
): Promise<ListedGift[]> {
  const of = recordsOf(scope, personId ?? '');
  const { rows } = await sql<ListedGift>`
    select g.id as "giftId", g.created_at as "createdAt", giver.name as giver, recipient.name as recipient,
           d.name as department, g.amount_minor as "amountMinor", g.currency, g.status,
           reversal.id is not null as "isReversed",
           case g.value_source when 'provider' then exists (
             select from gift_card c where c.organization_id = g.organization_id and c.gift_id = g.id and c.status = 'open')
             else false end as "isToChoose", coalesce(reversal.reason, g.void_reason) as reason, r.status as request,
           g.expires_at as "expiresAt", place.time_zone as "timeZone"
      from (select * from gift
             where organization_id = ${scope.organizationId}
               and ${within(scope, { people: ['giver_id', 'recipient_id'], department: 'department_id', ofAnyRecord: true })}
               ${giftId ? sql`and id = ${giftId}` : sql``}
               ${giverId ? sql`and giver_id = any (${recordsOf(scope, giverId)})` : sql``}
               ${recipientId ? sql`and recipient_id = any (${recordsOf(scope, recipientId)})` : sql``}
               ${personId ? sql`and (giver_id = any (${of}) or recipient_id = any (${of}))` : sql``}
               ${departmentId ? sql`and department_id = ${departmentId}` : sql``}
               ${status ? sql`and status = ${status}` : sql``}
               ${since ? sql`and created_at >= ${since}` : sql``}
               ${until ? sql`and created_at < ${until}` : sql``}
               ${before ? sql`and id < ${before}` : sql``}
             order by id desc limit ${limit}) g
      join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
      join person giver on giver.organization_id = g.organization_id and giver.id = g.giver_id
      join person recipient on recipient.organization_id = g.organization_id and recipient.id = g.recipient_id
      join department d on d.organization_id = g.organization_id and d.id = g.department_id
      join department place on place.organization_id = g.organization_id and place.id = recipient.department_id
      left join lateral (
        select a.id, a.detail ->> 'reason' as reason from activity a
         where a.organization_id = g.organization_id and a.subject_id = g.recipient_id and a.gift_id = g.id
           and a.kind = 'gift.reversed' and g.status = 'redeemed' limit 1) reversal on true
     order by g.id desc`.execute(db);
  return rows;
}
