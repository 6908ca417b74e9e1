import { sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { OpenMatters } from '#src/domain/people/find-erase-refusal.ts';
import { type ErasedRef, forPerson } from './erase-rows.ts';

/** Whether somebody was erased. */
export async function isErased(db: Reader, { organizationId, personId }: ErasedRef): Promise<boolean> {
  const row = await db
    .selectFrom('erased_person')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

/** From now on nothing comes back to them. */
export async function insertErased(
  tx: Tx,
  { organizationId, personId, erasedBy }: ErasedRef & { erasedBy: string | null },
): Promise<void> {
  await tx
    .insertInto('erased_person')
    .values({ organization_id: organizationId, person_id: personId, erased_at: tx.now, erased_by: erasedBy })
    .execute();
}

/** Everybody who was erased, first the first. */
export async function listErased(db: Reader): Promise<(ErasedRef & { erasedAt: Date })[]> {
  const rows = await db
    .selectFrom('erased_person')
    .select(['organization_id as organizationId', 'person_id as personId', 'erased_at as erasedAt'])
    .orderBy('erased_at')
    .orderBy('person_id')
    .execute();
  return rows;
}

/** What of somebody is not settled yet. */
export async function findOpenMatters(
  db: Reader,
  { organizationId, personId }: ErasedRef,
): Promise<OpenMatters> {
  const { rows: balances } = await sql<OpenMatters['balances'][number]>`
    select sum(balance)::bigint as "amountMinor", currency from account
     where organization_id = ${organizationId} and owner_id = ${personId} and kind in ('wallet_gift', 'wallet_promo')
     group by currency having sum(balance) <> 0 order by currency`.execute(db);
  const { rows } = await sql<Omit<OpenMatters, 'balances'>>`
    select
      (select count(*) from gift g where g.organization_id = ${organizationId} and g.recipient_id = ${personId}
          and g.status in ('reserved', 'issued', 'delivered'))::integer as gifts,
      ((select count(*) from store_order o where o.organization_id = ${organizationId} and o.person_id = ${personId}
           and o.status in ('placed', 'fulfilling'))
       + (select count(*) from checkout c where c.organization_id = ${organizationId} and c.person_id = ${personId}
             and c.status in ('awaiting_remainder', 'authorized', 'capturing'))
       + (select count(*) from reward_order r where r.organization_id = ${organizationId} and r.person_id = ${personId}
             and r.settled_at is null))::integer as orders,
      (select count(*) from recognition t where t.organization_id = ${organizationId}
          and t.status in ('queued', 'awaiting_confirmation', 'awaiting_approval')
          and (t.giver_id = ${personId} or ${sql.raw(forPerson(':refs', { organizationId, personId }))}))::integer as requests,
      (select count(*) from approval a where a.organization_id = ${organizationId} and a.status = 'open'
          and (a.requested_by = ${personId} or a.subject_id in (
            select g.id from gift g where g.organization_id = a.organization_id and ${personId} in (g.recipient_id, g.giver_id)
             union all select w.id from wallet_closing w where w.organization_id = a.organization_id and w.person_id = ${personId}
             union all select p.id from promo_grant p where p.organization_id = a.organization_id and p.person_id = ${personId})))::integer as approvals,
      exists (select from person p where p.organization_id = ${organizationId} and p.id = ${personId} and p.role = 'admin'
                 and p.deactivated_at is null)
        and not exists (select from person p where p.organization_id = ${organizationId} and p.id <> ${personId}
                 and p.role = 'admin' and p.deactivated_at is null) as "isLastAdmin"`.execute(db);
  const [found] = rows;
  if (!found) throw new Error('a count has a row');
  return { balances, ...found };
}
