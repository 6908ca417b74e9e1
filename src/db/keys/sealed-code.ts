import { sql } from 'kysely';
import { byteaArray, uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { ACTIVITY_TEXT, GIFT_FACTS } from '#src/db/ledger/record-sql.ts';

/** A code that is under another key, with what the record says of its gift. */
export type CodeUnderOldKey = {
  giftId: string;
  recipientId: string;
  hmac: Buffer;
  sealed: Buffer;
  lastFour: string;
  /** The activity that last recorded what the gift is, and whether it is that still; null when there is none. */
  recorded: { number: bigint; text: string; mac: Buffer | null; isSame: boolean } | null;
};

export type ResealedCode = { giftId: string; keyId: string; hmac: Uint8Array; sealed: Uint8Array };

/**
 * Locks the next codes, by their gifts' ids, that are not under a key and can still be shown. Those that somebody else is at are
 * left out, so that this never waits.
 */
export async function lockCodesUnderOtherKeys(
  tx: Tx,
  {
    organizationId,
    keyId,
    after,
    limit,
  }: { organizationId: string; keyId: string; after: string; limit: number },
): Promise<CodeUnderOldKey[]> {
  const { rows } = await sql<Row>`
    select k.gift_id as "giftId", g.recipient_id as "recipientId", k.hmac, k.sealed, k.last_four as "lastFour",
           last.number, last.text, last.mac, last.facts is not distinct from ${sql.raw(GIFT_FACTS)} as "isSame"
      from code k
      join gift g on g.organization_id = k.organization_id and g.id = k.gift_id
      left join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
      left join lateral (
        select a.number, a.facts, a.mac, ${sql.raw(ACTIVITY_TEXT)} as text from activity a
         where a.organization_id = k.organization_id and a.gift_id = k.gift_id
           and a.kind in ('gift.reserved', 'gift.issued', 'gift.blanked', 'code.resealed', 'code.reissued')
         order by a.number desc limit 1) last on true
     where k.organization_id = ${organizationId} and k.gift_id > ${after} and k.key_id <> ${keyId} and k.sealed is not null
     order by k.gift_id limit ${limit}
       for update of k skip locked`.execute(tx);
  return rows.map(({ number, text, mac, isSame, ...code }) => ({
    ...code,
    recorded: number === null || text === null ? null : { number, text, mac, isSame },
  }));
}

type Row = Omit<CodeUnderOldKey, 'recorded'> & {
  number: bigint | null;
  text: string | null;
  mac: Buffer | null;
  isSame: boolean;
};

export async function saveResealedCodes(
  tx: Tx,
  organizationId: string,
  codes: readonly ResealedCode[],
): Promise<void> {
  await sql`
    update code k set hmac = n.hmac, key_id = n.key_id, sealed = n.sealed
      from unnest(
        ${uuidArray(codes.map(({ giftId }) => giftId))}::uuid[], ${byteaArray(codes.map(({ hmac }) => hmac))}::bytea[],
        ${codes.map(({ keyId }) => keyId)}::text[], ${byteaArray(codes.map(({ sealed }) => sealed))}::bytea[]
      ) n (gift_id, hmac, key_id, sealed)
     where k.organization_id = ${organizationId} and k.gift_id = n.gift_id`.execute(tx);
}

/** How many codes that can still be shown are under each key. */
export async function countCodesByKey(db: Reader): Promise<Map<string, number>> {
  const { rows } = await sql<{ keyId: string; codes: number }>`
    select key_id as "keyId", count(*)::integer as codes from code where sealed is not null group by 1`.execute(
    db,
  );
  return new Map(rows.map(({ keyId, codes }) => [keyId, codes]));
}

/** Some of the gifts whose codes are under a key. */
export async function listGiftsUnderKey(db: Reader, keyId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('code')
    .select('gift_id')
    .where('key_id', '=', keyId)
    .where('sealed', 'is not', null)
    .limit(limit)
    .execute();
  return rows.map((row) => row.gift_id);
}

/** Whoever writes codes shares it; see migrations/0028-keys.sql. */
const WRITING_CODES = 5_209_413_817;

/** Keeps everybody from writing codes until this transaction ends. Waits three seconds at most for who does. */
export async function lockCodes(tx: Tx): Promise<void> {
  await sql`set local lock_timeout = '3s'`.execute(tx);
  await sql`select pg_advisory_xact_lock(${WRITING_CODES})`.execute(tx);
}
