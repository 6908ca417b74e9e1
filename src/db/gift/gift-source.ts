import { sql } from 'kysely';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** What an account has paid for a gift, in minor units. */
export type GiftSource = { giftId: string; account: AccountName; amountMinor: bigint };

/**
 * Which accounts paid for gifts: those that `gift.issued` took the money from, and where it was reserved before, those
 * that `gift.reserved` took it from.
 */
export async function findGiftSources(
  db: Reader,
  organizationId: string,
  giftIds: readonly string[],
): Promise<GiftSource[]> {
  const { rows } = await sql<Omit<AccountName, 'organizationId'> & { giftId: string; amountMinor: bigint }>`
    select e.subject_id as "giftId", a.kind, a.owner_id as "ownerId", a.period, a.currency,
           -p.amount as "amountMinor"
      from entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
      join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where e.organization_id = ${organizationId} and a.kind <> 'reserved' and e.subject_type = 'gift'
       and e.subject_id = any(${giftIds}::uuid[]) and e.kind in ('gift.reserved', 'gift.issued')`.execute(db);
  return rows.map(({ giftId, amountMinor, ...account }) => {
    return { giftId, amountMinor, account: { organizationId, ...account } };
  });
}
