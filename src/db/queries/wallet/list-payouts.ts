import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** What a closed wallet owes its owner with their pay: what it held, or what came back of a purchase later. */
export type Payout = Money & {
  closingId: string;
  name: string;
  email: string | null;
  employeeNumber: string | null;
  paidOutAt: Date;
  reason: string;
};

/** What was paid out of wallets that the reader may see, from an instant on, oldest first. */
export async function listPayouts(db: Reader, scope: Scope, { since }: { since?: Date }): Promise<Payout[]> {
  const { rows } = await sql<Payout>`
    select c.id as "closingId", p.name, p.email, p.employee_number as "employeeNumber", paid.at as "paidOutAt", c.reason,
           paid.amount as "amountMinor", c.currency
      from wallet_closing c
      join (select organization_id, id, done_at as at, amount_minor as amount from wallet_closing
             union all
            select b.organization_id, b.closing_id, coalesce(r.refunded_at, o.ended_at), b.amount_minor
              from given_back b
              join checkout o on o.organization_id = b.organization_id and o.id = b.checkout_id
              left join refund r on r.organization_id = b.organization_id and r.id = b.refund_id
             where b.way = 'adjusted') paid on paid.organization_id = c.organization_id and paid.id = c.id
      join person p on p.organization_id = c.organization_id and p.id = c.person_id
     where c.organization_id = ${scope.organizationId} and c.way = 'pay-out' and c.done_at is not null
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
       ${since ? sql`and paid.at >= ${since}` : sql``}
     order by paid.at, c.id`.execute(db);
  return rows;
}
