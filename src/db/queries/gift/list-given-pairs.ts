import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { GivenPair } from '#src/domain/report/giving-warnings.ts';

/** A pair or a ring that somebody has looked at. */
export type WarningLookedAt = { kind: 'pair' | 'ring'; subject: string };

/** Those with most gifts: what stands out is among them. */
const MOST_PAIRS = 2_000;

type Row = Omit<GivenPair, 'giver' | 'recipient'> & {
  giverId: string;
  giver: string;
  recipientId: string;
  recipient: string;
};

/** Who gave to whom more than once since an instant; nothing for readers who do not see everybody’s gifts. */
export async function listGivenPairs(
  db: Reader,
  { organizationId, isAll }: Scope,
  since: Date,
): Promise<GivenPair[]> {
  if (!isAll) return [];
  const { rows } = await sql<Row>`
    select often.giver_id as "giverId", giver.name as giver, often.recipient_id as "recipientId",
           recipient.name as recipient, often.currency, often.gifts, often.amount_minor as "amountMinor",
           often.given_minor as "givenMinor"
      from (select giver_id, recipient_id, currency, count(*)::integer as gifts,
                   sum(amount_minor)::bigint as amount_minor,
                   sum(sum(amount_minor)) over (partition by giver_id, currency)::bigint as given_minor
              from gift
             where organization_id = ${organizationId} and coalesce(issued_at, created_at) >= ${since}
               and status in ('issued', 'delivered', 'redeemed')
             group by giver_id, recipient_id, currency) often
      join person giver on giver.organization_id = ${organizationId} and giver.id = often.giver_id
      join person recipient on recipient.organization_id = ${organizationId} and recipient.id = often.recipient_id
     where often.gifts > 1
     order by often.gifts desc, often.giver_id, often.recipient_id limit ${MOST_PAIRS}`.execute(db);
  return rows.map(pairOf);
}

/** Which pairs and rings somebody has looked at since an instant; none for readers who do not see everybody’s gifts. */
export async function listLookedAt(
  db: Reader,
  { organizationId, isAll }: Scope,
  since: Date,
): Promise<WarningLookedAt[]> {
  if (!isAll) return [];
  return db
    .selectFrom('looked_at')
    .select(['kind', 'subject'])
    .where('organization_id', '=', organizationId)
    .where('looked_at', '>=', since)
    .execute();
}

function pairOf({ giverId, giver, recipientId, recipient, ...rest }: Row): GivenPair {
  return { ...rest, giver: { id: giverId, name: giver }, recipient: { id: recipientId, name: recipient } };
}
