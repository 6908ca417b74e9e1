import { sql } from 'kysely';
import { within } from '#src/db/kit/within.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { giftMoves } from '#src/domain/states.ts';
import type { Clock } from '#src/ports/clock.ts';

/** What somebody holds in one currency, in minor units. `waiting`: how many gifts were not redeemed yet. */
export type ListedHolding = { currency: string; giftMinor: bigint; promoMinor: bigint; waiting: number };

/** What somebody holds. */
export type ListedWallet = { personId: string; name: string; isFrozen: boolean; holdings: ListedHolding[] };

type Row = Omit<ListedWallet, 'holdings'> & ListedHolding;

/** A page in the order of ids, which no new name changes. `after`: the id of the last one of the page before. */
type PageAfter = { after?: string | undefined; limit: number };

/** Everybody with money or gifts that wait, whose wallet the reader may see. Promotional credit that is over does not count. */
export async function listWalletsWithin(
  { db, clock }: { db: Db; clock: Clock },
  scope: Scope,
  { after, limit }: PageAfter,
): Promise<ListedWallet[]> {
  const { organizationId } = scope;
  const { rows } = await sql<Row>`
    with held as (
      select owner_id as person_id, currency, balance as gift, 0::bigint as promo, 0 as waiting
        from account where organization_id = ${organizationId} and kind = 'wallet_gift' and balance > 0
      union all
      select a.owner_id, g.currency, 0, a.balance, 0
        from account a
        join promo_grant g on g.organization_id = a.organization_id and g.id = a.period::uuid
       where a.organization_id = ${organizationId} and a.kind = 'wallet_promo' and g.status = 'open' and a.balance > 0 and g.expires_at > ${clock.now()}
      union all
      select recipient_id, currency, 0, 0, 1
        from gift where organization_id = ${organizationId} and status = any (${[...giftMoves.redeem.from]}::text[])),
    owners as (
      select p.id, p.name from person p
       where p.organization_id = ${organizationId} and p.id in (select person_id from held)
         and ${within(scope, { people: ['p.id'], department: 'p.department_id' })}
         ${after ? sql`and p.id > ${after}` : sql``}
       order by p.id limit ${limit})
    select o.id as "personId", o.name, w.frozen_at is not null as "isFrozen", h.currency, sum(h.gift)::bigint as "giftMinor",
           sum(h.promo)::bigint as "promoMinor", sum(h.waiting)::integer as waiting
      from owners o
      join held h on h.person_id = o.id
      left join wallet w on w.organization_id = ${organizationId} and w.person_id = o.id
     group by o.id, o.name, w.frozen_at, h.currency
     order by o.id, h.currency`.execute(db);
  return byOwner(rows);
}

function byOwner(rows: readonly Row[]): ListedWallet[] {
  const wallets = new Map<string, ListedWallet>();
  for (const { personId, name, isFrozen, ...holding } of rows) {
    const wallet = wallets.get(personId) ?? { personId, name, isFrozen, holdings: [] };
    wallet.holdings.push(holding);
    wallets.set(personId, wallet);
  }
  return [...wallets.values()];
}
