import { type RawBuilder, sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { CHANGE_TEXT, signChanges } from '#src/db/kit/sign-changes.ts';
import { ACTIVITY_TEXTS, WORDED_KINDS } from '#src/db/people/personal-data.ts';
import { ERASED } from '#src/domain/people/erased.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { ACTIVITY_TEXT } from './record-sql.ts';
import { ACTIVITY_LEAF, CHANGE_LEAF } from './seal-text.ts';
import { listSealedEnds } from './seal.ts';
import { isFromBeforeSignatures } from './signatures.ts';

type Keys = Pick<KeyRing, 'sign' | 'isSigned'>;

/** Thrown where a row was changed by hand before it was sealed: blanking it would hide that. */
export class AlteredRecord extends Error {}

/** Which texts of which activities go. `where`: SQL over a row `t`. */
export type BlankedActivities = {
  organizationId: string;
  where: string;
  keys: readonly string[];
  /** Kinds whose `reason` and `name` are no person's words. */
  worded: readonly string[];
  limit?: number;
};

const HIDDEN = ['reason', 'name'];

/** The detail of an activity `t` without its texts. Written by this program, as the texts of the record are. */
function blankedDetail({ keys, worded }: Pick<BlankedActivities, 'keys' | 'worded'>): string {
  return `(select coalesce(jsonb_object_agg(d.key, case
      when d.key = any ('{${keys.join(',')}}') and jsonb_typeof(d.value) = 'string' and d.value <> '""'
       and not (t.kind = any ('{${worded.join(',')}}') and d.key = any ('{${HIDDEN.join(',')}}')) then '"${ERASED}"'
      else d.value end), '{}') from jsonb_each(t.detail) d)`;
}

function isLeft(which: BlankedActivities): RawBuilder<boolean> {
  return sql`t.organization_id = ${which.organizationId} and ${sql.raw(which.where)} and t.detail <> ${sql.raw(blankedDetail(which))}
       and not exists (select from erased_text e
                        where e.organization_id = t.organization_id and e.stream = 'activity' and e.number = t.number)`;
}

/** Activities whose texts are older than an organization keeps them. A decision's go with the decision. */
export function oldActivities(organizationId: string, before: Date): BlankedActivities {
  return {
    ...textsOfRecord(organizationId),
    where: `t.kind <> 'approval.decided' and t.at < '${before.toISOString()}'::timestamptz`,
  };
}

/** The texts that go by their age, from whichever activities. */
export function textsOfRecord(organizationId: string): Omit<BlankedActivities, 'where'> {
  return { organizationId, keys: ACTIVITY_TEXTS.filter((key) => key !== 'userId'), worded: WORDED_KINDS };
}

/** How many activities have texts that would go. */
export async function countBlankedActivities(db: Reader, which: BlankedActivities): Promise<number> {
  const { rows } = await sql<{
    count: bigint;
  }>`select count(*) from activity t where ${isLeft(which)}`.execute(db);
  return Number(rows[0]?.count ?? 0n);
}

/**
 * Blanks the texts in activities, and writes down what a seal has of each and what it says now. Returns how many.
 *
 * @throws AlteredRecord where one that no seal covers yet is not as Largesse wrote it.
 */
export async function blankActivities(tx: Tx, keys: Keys, which: BlankedActivities): Promise<number> {
  const { organizationId, limit } = which;
  const detail = blankedDetail(which);
  const { rows } = await sql<{ number: bigint; text: string; mac: Buffer | null; detail: unknown }>`
    select t.number, ${sql.raw(inPlaceOf('a', ACTIVITY_TEXT))} as text, t.mac, ${sql.raw(detail)} as detail
      from activity t
     where ${isLeft(which)}
     order by t.number ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(tx);
  if (rows.length === 0) return 0;
  await holdUnsealed(tx, keys, { organizationId, table: 'activity', rows });
  const numbers = rows.map(({ number }) => number);
  const details = rows.map((row) => JSON.stringify(row.detail));
  await sql`
    insert into erased_text (organization_id, stream, number, leaf, now)
    select t.organization_id, 'activity', t.number, ${sql.raw(inPlaceOf('a', ACTIVITY_LEAF))},
           ${sql.raw(inPlaceOf('a', ACTIVITY_LEAF).replaceAll('t.detail', 'given.detail'))}
      from unnest(${numbers}::bigint[], ${details}::jsonb[]) given (number, detail)
      join activity t on t.organization_id = ${organizationId} and t.number = given.number`.execute(tx);
  await sql`
    update activity t set detail = given.detail
      from unnest(${numbers}::bigint[], ${details}::jsonb[]) given (number, detail)
     where t.organization_id = ${organizationId} and t.number = given.number`.execute(tx);
  return rows.length;
}

/** A text over a row `t` in place of the row that it names otherwise. */
function inPlaceOf(alias: string, text: string): string {
  return text.replaceAll(new RegExp(`\\b${alias}\\.`, 'gu'), 't.');
}

/**
 * Blanks the chat accounts by which the record names somebody: each account gets a name of its own, so that the record still hangs
 * together. Accounts that are somebody else's now stay. What this transaction has changed is signed first.
 *
 * @throws AlteredRecord as `blankActivities` does.
 */
export async function blankAccounts(
  tx: Tx,
  keys: Keys,
  { organizationId, personId }: { organizationId: string; personId: string },
): Promise<number> {
  await signChanges(tx, keys);
  const { rows } = await sql<{ number: bigint; text: string; mac: Buffer | null; to: string }>`
    with account as materialized (
      select key, split_part(key, ' ', 1) || ' erased-' || gen_random_uuid() as becomes
        from (select distinct key from change
               where organization_id = ${organizationId} and subject in ('identity', 'pending_identity')
                 and ${personId} in (before ->> 'person_id', after ->> 'person_id')
                 and key !~ '^[^ ]+ erased-[0-9a-f-]{36}$') own
       where not exists (select from identity i
                          where i.organization_id = ${organizationId} and concat(i.platform, ' ', i.user_id) = own.key)
         and not exists (select from pending_identity i
                          where i.organization_id = ${organizationId} and concat(i.platform, ' ', i.user_id) = own.key))
    select c.number, ${sql.raw(CHANGE_TEXT)} as text, c.mac, account.becomes as to
      from change c join account on account.key = c.key
     where c.organization_id = ${organizationId} and c.subject in ('identity', 'pending_identity')
     order by c.number`.execute(tx);
  if (rows.length === 0) return 0;
  await holdUnsealed(tx, keys, { organizationId, table: 'change', rows });
  const numbers = rows.map(({ number }) => number);
  const becomes = rows.map(({ to }) => to);
  await sql`
    insert into erased_text (organization_id, stream, number, leaf, now)
    select c.organization_id, 'change', c.number, ${sql.raw(CHANGE_LEAF)}, ${sql.raw(CHANGE_LEAF.replaceAll('c.key', 'given.key'))}
      from unnest(${numbers}::bigint[], ${becomes}::text[]) given (number, key) join change c on c.number = given.number
     where c.organization_id = ${organizationId}`.execute(tx);
  await sql`
    update change c set key = given.key
      from unnest(${numbers}::bigint[], ${becomes}::text[]) given (number, key)
     where c.organization_id = ${organizationId} and c.number = given.number`.execute(tx);
  return rows.length;
}

type Held = {
  organizationId: string;
  table: 'change' | 'activity';
  rows: readonly { number: bigint; text: string; mac: Buffer | null }[];
};

/** A seal finds out what was altered under it, whatever is blanked. What no seal covers yet is held to its signature. */
async function holdUnsealed(db: Reader, keys: Keys, { organizationId, table, rows }: Held): Promise<void> {
  const ends = (await listSealedEnds(db)).find((end) => end.organizationId === organizationId);
  const sealed = ends?.[table];
  for (const { number, text, mac } of rows) {
    if (sealed !== undefined && number <= sealed) continue;
    const isOurs =
      mac === null
        ? await isFromBeforeSignatures(db, { organizationId, table, number })
        : keys.isSigned(text, mac);
    if (!isOurs) throw new AlteredRecord(`${table} ${number} is not as Largesse wrote it`);
  }
}
