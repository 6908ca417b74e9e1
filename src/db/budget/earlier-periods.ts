import { sql } from 'kysely';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import type { Account } from '#src/domain/ledger/settle.ts';
import type { LockedAccount } from '#src/db/ledger/account.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { DepartmentRef } from '#src/domain/people/department.ts';

/**
 * What a budget took from those of earlier periods, minor units: below zero when it paid for one that was overspent. What
 * later ones took from it again is not in it.
 */
export async function sumCarried(db: Reader, { organizationId, id }: Account): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(p.amount), 0)::bigint as sum
      from entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.account_id = ${id}
     where e.organization_id = ${organizationId} and e.kind = 'budget.carried'
       and case e.subject_type when 'account' then e.subject_id = ${id} else p.amount > 0 end`.execute(db);
  return rows[0]?.sum ?? 0n;
}

/** What gifts and promotional credits brought back to a budget since an instant and has not moved on, minor units. */
export async function sumCameBack(db: Reader, { organizationId, id }: Account, since: Date): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(p.amount), 0)::bigint as sum
      from posting p
      join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
     where p.organization_id = ${organizationId} and p.account_id = ${id} and e.occurred_at >= ${since}
       and e.subject_type in ('gift', 'grant')
       and e.kind in ('gift.released', 'code.voided', 'code.expired', 'wallet.adjusted', 'promo.expired', 'promo.taken-back',
                      'budget.carried', 'budget.returned')`.execute(db);
  return rows[0]?.sum ?? 0n;
}

/** The budgets of departments of all their periods, oldest first; top-ups are not among them. */
export async function listPeriodBudgets(
  db: Reader,
  departments: readonly DepartmentRef[],
): Promise<LockedAccount[]> {
  const { rows } = await sql<LockedAccount>`
    select a.organization_id as "organizationId", a.id, a.kind, a.owner_id as "ownerId", a.period, a.currency, a.balance,
           a.funded
      from unnest(${departments.map((one) => one.organizationId)}::uuid[], ${departments.map((one) => one.id)}::uuid[])
        asked (organization_id, id)
      join account a on a.organization_id = asked.organization_id and a.owner_id = asked.id
     where a.kind = 'budget' and a.period <> ${TOP_UP_PERIOD}
     order by a.period, a.id`.execute(db);
  return rows;
}

/** The budget that a period paid for when it opened, because it was overspent; undefined for none. */
export async function findOverspentBefore(
  db: Reader,
  { organizationId, id }: Account,
): Promise<LockedAccount | undefined> {
  const { rows } = await sql<LockedAccount>`
    select a.organization_id as "organizationId", a.id, a.kind, a.owner_id as "ownerId", a.period, a.currency, a.balance,
           a.funded
      from entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.id <> ${id}
     where e.organization_id = ${organizationId} and e.subject_type = 'account' and e.subject_id = ${id}
       and e.kind = 'budget.carried'`.execute(db);
  return rows[0];
}
