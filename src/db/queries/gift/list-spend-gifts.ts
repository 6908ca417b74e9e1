import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import type { GiftFigure } from '#src/domain/report/spend-words.ts';
import type { GiftStatus } from '#src/domain/states.ts';

/** Which gifts: those that a figure counts on these days. `before`: the last row of the page before. */
export type SpendGiftFilter = DayRange & {
  figure: GiftFigure;
  departmentId?: string | undefined;
  giverId?: string | undefined;
  recipientId?: string | undefined;
  region?: string | undefined;
  occasion?: string | undefined;
  currency?: string | undefined;
  before?: GiftPlace | undefined;
};

/** Where a gift is in the list: newest first. */
export type GiftPlace = { at: Date; giftId: string };

/** A gift behind a figure. `at`: when it happened; `day`: on which day it is counted. */
export type SpendGift = Money & {
  giftId: string;
  at: Date;
  day: string;
  giver: string;
  giverNumber: string | null;
  recipient: string;
  recipientNumber: string | null;
  recipientDepartment: string;
  department: string;
  region: string;
  occasion: string;
  message: string;
  status: GiftStatus;
  isReversed: boolean;
  taxClass: 'employee' | 'guest';
  issuedAt: Date | null;
  deliveredBy: Channel | null;
  deliveredAt: Date | null;
  redeemedAt: Date | null;
  lastFour: string | null;
  timeZone: string;
};

/** The gifts behind a figure that the reader may see, newest first, at most `limit`. */
export async function listSpendGifts(
  db: Reader,
  scope: Scope,
  { limit, ...filter }: SpendGiftFilter & { limit: number },
): Promise<SpendGift[]> {
  const { organizationId } = scope;
  const { rows } = await sql<SpendGift>`
    select g.id as "giftId", g.at, g.day, g.amount_minor as "amountMinor", g.currency, giver.name as giver,
           giver.employee_number as "giverNumber", recipient.name as recipient, recipient.employee_number as "recipientNumber",
           home.name as "recipientDepartment", g.department, g.region, g.occasion, r.message, g.status,
           g.status = 'redeemed' and exists (
             select from entry e where e.subject_id = g.id and e.subject_type = 'gift' and e.kind = 'wallet.adjusted') as "isReversed",
           g.tax_class as "taxClass", g.given_at as "issuedAt", sent.channel as "deliveredBy", sent.sent_at as "deliveredAt",
           g.redeemed_at as "redeemedAt", c.last_four as "lastFour", g.time_zone as "timeZone"
      from (select g.*, case when g.status <> 'reserved' then coalesce(g.issued_at, g.created_at) end as given_at, moved.at, (moved.at at time zone d.time_zone)::date as day, d.name as department, d.time_zone
              from (${movedBy(scope, filter)}) moved
              join gift g on g.id = moved.id
              join department d on d.organization_id = g.organization_id and d.id = g.department_id
             where g.organization_id = ${organizationId}
               and (moved.at at time zone d.time_zone)::date between ${filter.from}::date and ${filter.to}::date
               and ${within(scope, { people: ['g.giver_id', 'g.recipient_id'], department: 'g.department_id' })}
               ${narrowed(filter)}
             order by moved.at desc, g.id desc limit ${limit}) g
      join recognition r on r.organization_id = ${organizationId} and r.id = g.recognition_id
      join person giver on giver.organization_id = ${organizationId} and giver.id = g.giver_id
      join person recipient on recipient.organization_id = ${organizationId} and recipient.id = g.recipient_id
      join department home on home.organization_id = ${organizationId} and home.id = recipient.department_id
      left join code c on c.organization_id = ${organizationId} and c.gift_id = g.id
      left join delivery sent on sent.organization_id = ${organizationId} and sent.gift_id = g.id and sent.status = 'sent'
     order by g.at desc, g.id desc`.execute(db);
  return rows;
}

const ISSUED_AT = sql`coalesce(issued_at, created_at)`;
const REDEEMED = `('code.redeemed', 'gift.bought')`;
const RETURNED = `('code.voided', 'code.expired', 'wallet.adjusted')`;

/** The gifts to which something happened around these days, and when. One person has few: they are looked up from their gifts. */
function movedBy({ organizationId }: Scope, filter: SpendGiftFilter): RawBuilder<unknown> {
  switch (filter.figure) {
    case 'asked':
      return sql`select id, created_at as at from gift where ${around(sql.ref('created_at'), filter)} ${ofPeople(filter)}`;
    case 'given':
      return sql`select id, ${ISSUED_AT} as at from gift
                  where ${around(ISSUED_AT, filter)} ${ofPeople(filter)}
                    and exists (select from entry e where e.subject_id = gift.id and e.subject_type = 'gift' and e.kind = 'gift.issued')`;
    case 'delivered':
      return sql`select a.gift_id as id, a.at from activity a ${giftsOfPeople(filter, 'a.gift_id')}
                  where a.organization_id = ${organizationId} and a.kind = 'gift.delivered' and ${around(sql.ref('a.at'), filter)}`;
    case 'redeemed':
      return entries(organizationId, REDEEMED, filter);
    case 'returned':
      return entries(organizationId, RETURNED, filter);
  }
}

function entries(organizationId: string, kinds: string, filter: SpendGiftFilter): RawBuilder<unknown> {
  return sql`select e.subject_id as id, e.occurred_at as at from entry e ${giftsOfPeople(filter, 'e.subject_id')}
              where e.organization_id = ${organizationId} and e.subject_type = 'gift' and e.kind in ${sql.raw(kinds)}
                and ${around(sql.ref('e.occurred_at'), filter)}`;
}

function giftsOfPeople(filter: SpendGiftFilter, id: string): RawBuilder<unknown> {
  if (filter.giverId === undefined && filter.recipientId === undefined) return sql``;
  return sql`join gift on gift.id = ${sql.ref(id)} ${ofPeople(filter)}`;
}

function ofPeople({ giverId, recipientId }: SpendGiftFilter): RawBuilder<unknown> {
  return sql`${giverId === undefined ? sql`` : sql`and gift.giver_id = ${giverId}`}
    ${recipientId === undefined ? sql`` : sql`and gift.recipient_id = ${recipientId}`}`;
}

/** By the clocks of any zone, so that an index finds them; which day it was is looked at afterwards. */
function around(at: RawBuilder<unknown>, { from, to, before }: SpendGiftFilter): RawBuilder<unknown> {
  return sql`${at} >= (${from}::date - interval '14 hours') at time zone 'UTC'
         and ${at} < (${to}::date + interval '36 hours') at time zone 'UTC'
         ${before ? sql`and ${at} <= ${before.at}` : sql``}`;
}

function narrowed({
  departmentId,
  region,
  occasion,
  currency,
  before,
}: SpendGiftFilter): RawBuilder<unknown> {
  const parts = [
    departmentId === undefined ? sql`` : sql`and g.department_id = ${departmentId}`,
    region === undefined ? sql`` : sql`and g.region = ${region}`,
    occasion === undefined ? sql`` : sql`and g.occasion = ${occasion}`,
    currency === undefined ? sql`` : sql`and g.currency = ${currency}`,
    before === undefined ? sql`` : sql`and (moved.at, g.id) < (${before.at}, ${before.giftId}::uuid)`,
  ];
  return sql.join(parts, sql` `);
}
