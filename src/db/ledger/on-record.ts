import { type RawBuilder, sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { listLackingKeys } from '#src/db/kit/code-key.ts';
import { CHANGE_TEXT } from '#src/db/kit/sign-changes.ts';
import type { GuardedName } from '#src/domain/ledger/guarded.ts';
import { MissingKey } from '#src/kit/missing-key.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { keptOf } from './kept-state.ts';
import { ACTIVITY_TEXT, GIFT_FACTS, GIFT_WITH_CODE_AND_REQUEST } from './record-sql.ts';
import { isSealed } from './sealed-row.ts';
import { isFromBeforeSignatures, RECORD_WORDS } from './signatures.ts';

type Verifier = Pick<KeyRing, 'ids' | 'isSigned'>;

/** Guarded tables whose rows decisions rest on, and how a row `t` of each is found by its key in the record. */
const FOUND_BY = {
  approval: (key: string) => sql`t.id = ${key}::uuid`,
  person: (key: string) => sql`t.id = ${key}::uuid`,
  promo_grant: (key: string) => sql`t.id = ${key}::uuid`,
  gift_card: (key: string) => sql`t.gift_id = ${key}::uuid`,
  reward_order: (key: string) => sql`t.id = ${key}::uuid`,
  wallet: (key: string) => sql`t.person_id = ${key}::uuid`,
  wallet_closing: (key: string) => sql`t.id = ${key}::uuid`,
  marketplace: (key: string) => sql`t.id = ${key}::uuid`,
  checkout: (key: string) => sql`t.id = ${key}::uuid`,
  tender: (key: string) => sql`t.id = ${key}::uuid`,
  store_order: (key: string) => sql`t.id = ${key}::uuid`,
  payment_call: (key: string) => sql`t.id = ${key}::uuid`,
  delegation: (key: string) => sql`t.id = ${key}::uuid`,
  approval_link: (key: string) => sql`t.token_hash = ${key}::bytea`,
  claim_link: (key: string) => sql`t.token_hash = ${key}::bytea`,
  workspace_invite: (key: string) => sql`t.code_hash = ${key}::bytea`,
  session: (key: string) => sql`t.id = ${key}::uuid`,
  api_token: (key: string) => sql`t.id = ${key}::uuid`,
  sign_in: (key: string) => sql`t.id = ${key}::uuid`,
  factor: (key: string) => sql`t.id = ${key}::uuid`,
  recovery_code: (key: string) => sql`t.id = ${key}::uuid`,
  factor_reset: (key: string) => sql`t.id = ${key}::uuid`,
  proposal: (key: string) => sql`t.id = ${key}::uuid`,
  pending_identity: (key: string) => sql`concat(t.platform, ' ', t.user_id) = ${key}`,
} satisfies Partial<Record<GuardedName, (key: string) => RawBuilder<unknown>>>;

/** `key` as the record writes it. */
export type RecordedRow = { organizationId: string; name: keyof typeof FOUND_BY; key: string };

type Written = { number: bigint; text: string; words: string; mac: Buffer | null; isSame: boolean };

/**
 * Whether Largesse wrote a row of the record. One that a key signed which is retired by now is under a seal of a later key.
 *
 * @throws `MissingKey` when it may be signed with a key that this process lacks.
 */
async function isByLargesse(
  db: Reader,
  keys: Verifier,
  { organizationId, table, row }: { organizationId: string; table: 'change' | 'activity'; row: Written },
): Promise<boolean> {
  const { number, text, words, mac } = row;
  if (!mac) return isFromBeforeSignatures(db, { organizationId, table, number });
  if (keys.isSigned(text, mac)) return true;
  if (await isSealed(db, keys, { organizationId, table, number, words })) return true;
  const [keyId] = await listLackingKeys(db, keys);
  if (keyId !== undefined) throw new MissingKey(keyId, 'A row of the record may be signed');
  return false;
}

/**
 * Whether a row is as the last change of it left it, and whether Largesse made that change.
 *
 * @throws `MissingKey` when only a process with other keys can tell.
 */
export async function isOnRecord(db: Reader, keys: Verifier, row: RecordedRow): Promise<boolean> {
  const { organizationId, name, key } = row;
  const { rows } = await sql<Written>`
    select c.number, ${sql.raw(CHANGE_TEXT)} as text, ${sql.raw(RECORD_WORDS.change)} as words, c.mac,
           c.after is not distinct from (
             select ${sql.raw(keptOf(name))} from ${sql.table(name)} t
              where t.organization_id = ${organizationId} and ${FOUND_BY[name](key)}) as "isSame"
      from change c
     where c.organization_id = ${organizationId} and c.subject = ${name} and c.key = ${key}
     order by c.number desc limit 1`.execute(db);
  const [last] = rows;
  if (!last?.isSame) return false;
  return isByLargesse(db, keys, { organizationId, table: 'change', row: last });
}

/**
 * The gifts among these that are not as they were when they were given: they, their codes or their requests.
 *
 * @throws `MissingKey` when only a process with other keys can tell.
 */
export async function findAlteredGifts(
  db: Reader,
  keys: Verifier,
  { organizationId, giftIds }: { organizationId: string; giftIds: readonly string[] },
): Promise<string[]> {
  const { rows } = await sql<{ id: string } & (Written | { [K in keyof Written]: null })>`
    select g.id, a.number, a.text, a.words, a.mac, a.facts is not distinct from ${sql.raw(GIFT_FACTS)} as "isSame"
      from ${sql.raw(GIFT_WITH_CODE_AND_REQUEST)}
      left join lateral (
        select a.number, a.facts, a.mac, ${sql.raw(ACTIVITY_TEXT)} as text, ${sql.raw(RECORD_WORDS.activity)} as words from activity a
         where a.organization_id = g.organization_id and a.subject_id = g.recipient_id and a.gift_id = g.id
           and a.kind in ('gift.reserved', 'gift.issued', 'gift.blanked', 'code.resealed', 'code.reissued')
         order by a.number desc limit 1) a on true
     where g.organization_id = ${organizationId} and g.id = any (${uuidArray(giftIds)}::uuid[])`.execute(db);
  const altered: string[] = [];
  for (const { id, ...row } of rows) {
    // What is from before rows were signed has no facts either.
    const isAsGiven =
      row.number !== null &&
      (row.isSame || !row.mac) &&
      (await isByLargesse(db, keys, { organizationId, table: 'activity', row }));
    if (!isAsGiven) altered.push(id);
  }
  return altered;
}
