import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** Gift funds of somebody who has left. `honouredAt`: it was decided that they stay. */
export type Leaver = Money & {
  personId: string;
  name: string;
  email: string | null;
  region: string;
  leftAt: Date;
  honouredAt: Date | null;
};

/** The people who have left and still hold gift funds, whose wallets the reader may see. Whoever left first comes first. */
export async function listLeavers(db: Reader, scope: Scope): Promise<Leaver[]> {
  const { organizationId } = scope;
  const { rows } = await sql<Leaver>`
    select p.id as "personId", p.name, p.email, coalesce(nullif(p.region, ''), d.region) as region, p.deactivated_at as "leftAt",
           a.balance as "amountMinor", a.currency,
           (select max(c.done_at) from wallet_closing c
             where c.organization_id = p.organization_id and c.person_id = p.id and c.currency = a.currency
               and c.way = 'honour' and c.done_at >= p.deactivated_at) as "honouredAt"
      from person p
      join department d on d.organization_id = p.organization_id and d.id = p.department_id
      join account a on a.organization_id = p.organization_id and a.kind = 'wallet_gift' and a.owner_id = p.id and a.balance > 0
     where p.organization_id = ${organizationId} and p.deactivated_at is not null
       and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
     order by p.deactivated_at, p.id, a.currency`.execute(db);
  return rows;
}
