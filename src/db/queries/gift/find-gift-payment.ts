import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** The budget that paid for a gift, and what was left of it right after. */
export type GiftPayment = { period: string; leftMinor: bigint };

/** As the posting says, for readers who see what its department spends. */
export async function findGiftPayment(
  db: Reader,
  scope: Scope,
  giftId: string,
): Promise<GiftPayment | undefined> {
  const { rows } = await sql<GiftPayment>`
    select a.period, p.balance_after as "leftMinor"
      from entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount < 0
      join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind = 'budget'
     where e.organization_id = ${scope.organizationId} and e.subject_id = ${giftId} and e.subject_type = 'gift'
       and e.kind in ('gift.reserved', 'gift.issued') and ${within(scope, { department: 'a.owner_id' })}
     order by p.id limit 1`.execute(db);
  return rows[0];
}
