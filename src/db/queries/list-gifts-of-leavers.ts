import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { giftMoves } from '#src/domain/states.ts';

/** Gifts that wait for somebody who has left, in one currency. */
export type GiftsOfLeaver = Money & { personId: string; name: string; gifts: number };

/** What waits for people who have left and whose gifts the reader may see. Whoever left first comes first. */
export async function listGiftsOfLeavers(db: Reader, scope: Scope): Promise<GiftsOfLeaver[]> {
  const { rows } = await sql<GiftsOfLeaver>`
    select p.id as "personId", p.name, g.currency, count(*)::integer as gifts, sum(g.amount_minor)::bigint as "amountMinor"
      from person p
      join gift g on g.recipient_id = p.id and g.organization_id = p.organization_id
       and g.status = any (${[...giftMoves.redeem.from]}::text[])
     where p.organization_id = ${scope.organizationId} and p.deactivated_at is not null
       and ${within(scope, { people: ['p.id', 'g.giver_id'], department: 'g.department_id' })}
     group by p.id, p.name, p.deactivated_at, g.currency
     order by p.deactivated_at, p.id, g.currency`.execute(db);
  return rows;
}
