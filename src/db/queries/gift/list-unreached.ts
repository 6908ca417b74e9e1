import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { within } from '#src/db/kit/within.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { giftMoves } from '#src/domain/states.ts';

/** A gift that waits for its recipient, and whose message reached them by no way. `hasMail`: they have an address. */
export type UnreachedGift = Money & {
  giftId: string;
  recipient: string;
  giverId: string;
  giver: string;
  failedAt: Date;
  reason: string;
  hasMail: boolean;
};

/** How many there are in all, how many of them since an instant, and the newest. */
export type UnreachedGifts = { count: number; sinceCount: number; gifts: UnreachedGift[] };

type Row = UnreachedGift & { count: number; sinceCount: number };

/** The gifts that the reader may see and whose delivery failed for good. A gift that was redeemed all the same is not among them. */
export async function listUnreached(
  db: Reader,
  scope: Scope,
  { since, limit }: { since: Date; limit: number },
): Promise<UnreachedGifts> {
  const { rows } = await sql<Row>`
    select g.id as "giftId", recipient.name as recipient, g.giver_id as "giverId", giver.name as giver, g.amount_minor as "amountMinor", g.currency,
           f.failed_at as "failedAt", f.reason, recipient.email is not null as "hasMail",
           count(*) over ()::integer as count,
           count(*) filter (where f.failed_at >= ${since}) over ()::integer as "sinceCount"
      from failed_job f
      join gift g on g.organization_id = f.organization_id and g.id = f.subject_id
      join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id and d.status = 'failed'
      join person recipient on recipient.organization_id = g.organization_id and recipient.id = g.recipient_id
      join person giver on giver.organization_id = g.organization_id and giver.id = g.giver_id
     where f.organization_id = ${scope.organizationId} and f.job = 'deliver-gift'
       and g.status = any (${[...giftMoves.redeem.from]}::text[])
       and ${within(scope, { people: ['g.recipient_id', 'g.giver_id'], department: 'g.department_id' })}
     order by f.failed_at desc, g.id desc limit ${limit}`.execute(db);
  const [{ count, sinceCount } = { count: 0, sinceCount: 0 }] = rows;
  return {
    count,
    sinceCount,
    gifts: rows.map(({ count: _count, sinceCount: _sinceCount, ...gift }) => gift),
  };
}
