import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { giftMoves } from '#src/domain/states.ts';
import type { GiftToVoid } from './void.ts';

type GiftRef = { organizationId: string; giftId: string };

/** The gift that a job names, if it is still among those that will expire: the queue knows only its id. */
export async function findDeadline(db: Reader, giftId: string): Promise<GiftRef | undefined> {
  return db
    .selectFrom('claim_deadline')
    .select(['organization_id as organizationId', 'gift_id as giftId'])
    .where('gift_id', '=', giftId)
    .executeTakeFirst();
}

/** A gift's end, and where its recipient is now. */
export type ClaimOfGift = { claimBy: Date | null; timeZone: string };

/** @throws when there is no such gift. */
export async function getClaim(db: Reader, { organizationId, giftId }: GiftRef): Promise<ClaimOfGift> {
  const { rows } = await sql<ClaimOfGift>`
    select g.expires_at as "claimBy", d.time_zone as "timeZone"
      from gift g
      join person p on p.organization_id = g.organization_id and p.id = g.recipient_id
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
     where g.organization_id = ${organizationId} and g.id = ${giftId}`.execute(db);
  const [found] = rows;
  if (!found) throw new Error(`there is no gift ${giftId}`);
  return found;
}

/** The time zones of where people are, by their ids. */
export async function findTimeZones(
  db: Reader,
  people: readonly { organizationId: string; id: string }[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; timeZone: string }>`
    select p.id, d.time_zone as "timeZone"
      from unnest(${people.map((one) => one.organizationId)}::uuid[], ${people.map((one) => one.id)}::uuid[])
        asked (organization_id, id)
      join person p using (organization_id, id)
      join department d on d.organization_id = p.organization_id and d.id = p.department_id`.execute(db);
  return new Map(rows.map(({ id, timeZone }) => [id, timeZone]));
}

/** Says when there is something to do about a gift next. */
export async function postponeDeadline(
  tx: Tx,
  { organizationId, giftId }: GiftRef,
  dueAt: Date,
): Promise<void> {
  await tx
    .updateTable('claim_deadline')
    .set({ due_at: dueAt })
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .execute();
}

/** Forgets a gift that has ended. */
export async function dropDeadline(tx: Tx, { organizationId, giftId }: GiftRef): Promise<void> {
  await tx
    .deleteFrom('claim_deadline')
    .where('organization_id', '=', organizationId)
    .where('gift_id', '=', giftId)
    .execute();
}

/**
 * Marks a locked gift as expired.
 *
 * @throws when its status does not allow it.
 */
export async function markExpired(tx: Tx, { organizationId, giftId }: GiftToVoid): Promise<void> {
  const updated = await tx
    .updateTable('gift')
    .set({ status: giftMoves.expire.to })
    .where('organization_id', '=', organizationId)
    .where('id', '=', giftId)
    .where('status', 'in', giftMoves.expire.from)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) throw new Error(`gift ${giftId} changed under its lock`);
}
