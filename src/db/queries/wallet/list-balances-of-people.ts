import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { giftMoves } from '#src/domain/states.ts';
import type { Reader } from '#src/db/kit/schema.ts';

/** What a person holds in one currency, and how many of their gifts are yet to be redeemed. */
export type PersonBalance = Money & { name: string; email: string | null; waiting: number };

/** Everybody with money or unredeemed gifts whose wallet the reader may see, by name. */
export async function listBalancesOfPeople(db: Reader, scope: Scope): Promise<PersonBalance[]> {
  const { organizationId } = scope;
  const { rows } = await sql<PersonBalance>`
    select p.name, p.email, currency, sum(held)::bigint as "amountMinor", sum(waiting)::integer as waiting
      from (
        select owner_id as person_id, currency, balance as held, 0 as waiting
          from account where organization_id = ${organizationId} and kind = 'wallet_gift'
        union all
        select recipient_id, currency, 0, 1
          from gift where organization_id = ${organizationId} and status = any(${[...giftMoves.redeem.from]})
      ) one
      join person p on p.organization_id = ${organizationId} and p.id = one.person_id
     where ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
     group by p.id, p.name, p.email, currency
     order by p.name, p.id, currency`.execute(db);
  return rows;
}
