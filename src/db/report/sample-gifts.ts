import { sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** A gift of a sample company, as far as what happens to it next needs to know. */
export type SampleGift = {
  organizationId: string;
  giftId: string;
  departmentId: string;
  recipientId: string;
  currency: string;
  amountMinor: bigint;
};

/** The gifts among these that still wait for their messages: others were taken back. Says that they have them. */
export async function markSampleDelivered(tx: Tx, giftIds: readonly string[]): Promise<SampleGift[]> {
  const { rows } = await sql<SampleGift>`
    with brought as (
      update gift set status = 'delivered' where id = any (${uuidArray(giftIds)}::uuid[]) and status = 'issued'
      returning organization_id, id, department_id, recipient_id, currency, amount_minor),
    sent as (
      update delivery d set status = 'sent', channel = 'dm', attempts = 1, sent_at = ${tx.now}, message_id = 'sample'
        from brought where d.organization_id = brought.organization_id and d.gift_id = brought.id)
    select organization_id as "organizationId", id as "giftId", department_id as "departmentId", recipient_id as "recipientId",
           currency, amount_minor as "amountMinor" from brought order by id`.execute(tx);
  return rows;
}

/** Locks those among these that can still be redeemed, by people who are still there, and marks them as redeemed. */
export async function markSampleRedeemed(tx: Tx, giftIds: readonly string[]): Promise<SampleGift[]> {
  const { rows } = await sql<SampleGift>`
    with taken as (
      update gift set status = 'redeemed', redeemed_at = ${tx.now}
       where id = any (${uuidArray(giftIds)}::uuid[]) and status = 'delivered'
         and coalesce(expires_at > ${tx.now}, true)
         and exists (select from person p where p.organization_id = gift.organization_id and p.id = gift.recipient_id
                        and p.deactivated_at is null)
      returning organization_id, id, department_id, recipient_id, currency, amount_minor),
    erased as (
      update code c set sealed = null from taken where c.organization_id = taken.organization_id and c.gift_id = taken.id),
    ended as (
      delete from claim_deadline d using taken where d.organization_id = taken.organization_id and d.gift_id = taken.id)
    select organization_id as "organizationId", id as "giftId", department_id as "departmentId", recipient_id as "recipientId",
           currency, amount_minor as "amountMinor" from taken order by id`.execute(tx);
  return rows;
}

/** The gifts that nobody claimed by their last day, the first so many. */
export async function listUnclaimed(
  db: Reader,
  { organizationId, now, most }: { organizationId: string; now: Date; most: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id
      from claim_deadline d join gift g on g.organization_id = d.organization_id and g.id = d.gift_id
     where d.organization_id = ${organizationId} and g.expires_at <= ${now} and g.status = 'delivered'
     order by g.id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Marks locked gifts that nobody claimed in time as expired. */
export async function markSampleExpired(
  tx: Tx,
  organizationId: string,
  giftIds: readonly string[],
): Promise<void> {
  await sql`
    with ended as (
      update gift set status = 'expired'
       where organization_id = ${organizationId} and id = any (${uuidArray(giftIds)}::uuid[]) and status = 'delivered'
      returning organization_id, id)
    delete from claim_deadline d using ended
     where d.organization_id = ended.organization_id and d.gift_id = ended.id`.execute(tx);
}

/** The gifts of requests that approvers had to decide, whatever they decided. */
export async function listGiftsOfApprovals(
  db: Reader,
  organizationId: string,
  approvalIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id
      from approval a join gift g on g.organization_id = a.organization_id and g.recognition_id = a.subject_id
     where a.organization_id = ${organizationId} and a.id = any (${uuidArray(approvalIds)}::uuid[]) order by g.id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Nobody is told anything of what a sample company did. `domain`: of the addresses of its people; what others wait for is left alone. */
export async function settleSampleNews(
  tx: Tx,
  { organizationId, domain }: { organizationId: string; domain: string },
): Promise<void> {
  await sql`
    update notification n set status = 'sent', channel = 'email', attempts = 1, sent_at = ${tx.now}
      from person p
     where n.organization_id = ${organizationId} and n.status = 'due'
       and p.organization_id = n.organization_id and p.id = n.person_id and right(p.email, ${domain.length}) = ${domain}`.execute(
    tx,
  );
}

/** Whether there is anybody whose address is of another domain, or anybody without one. */
export async function hasOthers(db: Reader, domain: string): Promise<boolean> {
  const { rows } = await sql`
    select from person where right(email, ${domain.length}) is distinct from ${domain} limit 1`.execute(db);
  return rows.length > 0;
}
