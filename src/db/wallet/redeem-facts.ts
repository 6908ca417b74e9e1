import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

/** Who redeems, from which address, as a digest, and in which currency. */
export type RedeemQuery = {
  organizationId: string;
  actorId: string;
  address: string | undefined;
  currency: string;
  now: Date;
};

export type RedeemedBefore = {
  lastHour: number;
  lastDay: number;
  /** How many others redeemed from this address in a day; undefined where the address is not known. */
  othersFromAddress: number | undefined;
  earlierMinor: bigint[];
};

const LOOKED_AT = 20;

/** What a person redeemed lately, and who else did from the same address: as it is on record. */
export async function findRedeemedBefore(
  db: Reader,
  { organizationId, actorId, address, currency, now }: RedeemQuery,
): Promise<RedeemedBefore> {
  const { rows } = await sql<{ lastHour: number; lastDay: number; others: number; earlier: string[] }>`
    select (select count(*)::integer from activity
             where organization_id = ${organizationId} and actor_id = ${actorId} and kind = 'code.redeemed'
               and at > ${now}::timestamptz - interval '1 hour') as "lastHour",
           (select count(*)::integer from activity
             where organization_id = ${organizationId} and actor_id = ${actorId} and kind = 'code.redeemed'
               and at > ${now}::timestamptz - interval '1 day') as "lastDay",
           (select count(distinct actor_id)::integer from activity
             where organization_id = ${organizationId} and detail ->> 'address' = ${address ?? null} and kind = 'code.redeemed'
               and at > ${now}::timestamptz - interval '1 day' and actor_id <> ${actorId}) as others,
           array(select detail ->> 'amountMinor' from activity
                  where organization_id = ${organizationId} and actor_id = ${actorId} and kind = 'code.redeemed'
                    and detail ->> 'currency' = ${currency}
                  order by at desc limit ${LOOKED_AT}) as earlier`.execute(db);
  const { lastHour = 0, lastDay = 0, others = 0, earlier = [] } = rows[0] ?? {};
  return {
    lastHour,
    lastDay,
    othersFromAddress: address === undefined ? undefined : others,
    earlierMinor: earlier.map(BigInt),
  };
}
