import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { EventData } from '#src/domain/webhook/event-types.ts';

/** What events about gifts tell of them. */
export type GiftOfEvent = { organizationId: string; data: EventData<'gift.issued'> };

/** Reads what events tell about these gifts, in the same order. */
export async function listGiftsOfEvents(
  db: Reader,
  gifts: readonly { organizationId: string; giftId: string }[],
): Promise<GiftOfEvent[]> {
  const { rows } = await sql<{ organizationId: string } & EventData<'gift.issued'>>`
    select g.organization_id as "organizationId", g.id as "giftId", g.recognition_id as "recognitionId",
           g.department_id as "departmentId", g.giver_id as "giverId", g.recipient_id as "recipientId",
           g.amount_minor as "amountMinor", g.currency
      from unnest(
        ${gifts.map(({ organizationId }) => organizationId)}::uuid[], ${gifts.map(({ giftId }) => giftId)}::uuid[]
      ) with ordinality asked (organization_id, id, place)
     cross join lateral (
       select * from gift g where g.organization_id = asked.organization_id and g.id = asked.id limit 1) g
     order by asked.place`.execute(db);
  return rows.map(({ organizationId, ...data }) => ({ organizationId, data }));
}
