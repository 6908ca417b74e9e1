import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { AccountKind } from '#src/domain/ledger/accounts.ts';
import type { EntryKind } from '#src/domain/ledger/entries.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** One leg of an entry: below zero, money left the account. `owner`: whose it is, by name. */
export type ListedLeg = {
  entryId: string;
  at: Date;
  kind: EntryKind;
  account: AccountKind;
  owner: string | null;
  period: string;
  amountMinor: bigint;
  currency: string;
};

/** The entries about a gift, oldest first, leg by leg; none for readers who do not see the whole ledger. */
export async function listEntriesOfGift(
  db: Reader,
  { organizationId, isAll }: Scope,
  giftId: string,
): Promise<ListedLeg[]> {
  if (!isAll) return [];
  const { rows } = await sql<ListedLeg>`
    select e.id as "entryId", e.occurred_at as at, e.kind, a.kind as account, coalesce(p.name, d.name) as owner, a.period,
           l.amount as "amountMinor", l.currency
      from entry e
      join posting l on l.organization_id = e.organization_id and l.entry_id = e.id
      join account a on a.organization_id = l.organization_id and a.id = l.account_id
      left join person p on p.organization_id = a.organization_id and p.id = a.owner_id
      left join department d on d.organization_id = a.organization_id and d.id = a.owner_id
     where e.organization_id = ${organizationId} and e.subject_id = ${giftId} and e.subject_type = 'gift'
     order by l.id`.execute(db);
  return rows;
}
