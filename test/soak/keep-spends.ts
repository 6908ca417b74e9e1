import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

type Grant = { id: string; isOpen: boolean; personId: string; departmentId: string };
type Spent = {
  checkoutId: string;
  marketplaceId: string;
  personId: string;
  isHeld: boolean;
  grantId: string | null;
  leftMinor: bigint;
};
type Restored = { fromId: string; toId: string; amountMinor: bigint };

/** How purchases were paid and what came back of them, as the rows say that the product keeps of them beside the ledger. */
export type KeptSpends = { grants: Grant[]; spent: Spent[]; restored: Restored[] };

export async function readSpends(db: Reader): Promise<KeptSpends> {
  const { rows: grants } = await sql<Grant>`
    select id, status = 'open' as "isOpen", person_id as "personId", department_id as "departmentId" from promo_grant`.execute(
    db,
  );
  const { rows: spent } = await sql<Spent>`
    select c.id as "checkoutId", c.marketplace_id as "marketplaceId", c.person_id as "personId", c.status = 'authorized' as "isHeld",
           t.grant_id as "grantId",
           (t.authorized_minor - coalesce((select sum(amount_minor) from given_back b where b.tender_id = t.id), 0))::bigint as "leftMinor"
      from tender t join checkout c on c.organization_id = t.organization_id and c.id = t.checkout_id`.execute(
    db,
  );
  const { rows: restored } = await sql<Restored>`
    select t.grant_id as "fromId", b.grant_id as "toId", b.amount_minor as "amountMinor"
      from given_back b join tender t on t.organization_id = b.organization_id and t.id = b.tender_id
     where b.grant_id is not null`.execute(db);
  return { grants, spent, restored };
}

/** Books purchases: what is left of a grant that has ended is with its department, so that what was spent of it came from there. */
export function keepSpends(
  { grants, spent, restored }: KeptSpends,
  transfer: (from: string, to: string, amountMinor: bigint) => void,
): void {
  const places = new Map(
    grants.map(({ id, isOpen, personId, departmentId }) => {
      return [id, isOpen ? `wallet_promo of ${personId}` : `budget of ${departmentId}`];
    }),
  );
  function placeOf(grantId: string): string {
    return places.get(grantId) ?? `grant ${grantId}, which is gone`;
  }
  for (const { checkoutId, marketplaceId, personId, isHeld, grantId, leftMinor } of spent) {
    const from = grantId === null ? `wallet_gift of ${personId}` : placeOf(grantId);
    transfer(from, isHeld ? `held of ${checkoutId}` : `settled of ${marketplaceId}`, leftMinor);
  }
  for (const { fromId, toId, amountMinor } of restored) {
    transfer(placeOf(fromId), placeOf(toId), amountMinor);
  }
}
