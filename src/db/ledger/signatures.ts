import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { CHANGE_TEXT } from '#src/db/kit/sign-changes.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { ACTIVITY_TEXT } from './record-sql.ts';

/** A row of the record that no process of Largesse has signed, in words: `change 12 of person …`. */
export type UnsignedRow = string;

/** Of each table, the numbers between which rows are looked at: above `after`, and up to `upTo`. */
export type RecordStretch = Record<'change' | 'activity', { after: bigint; upTo: bigint }>;

/** Everything from a number on. */
export const LAST = 2n ** 63n - 1n;

const PAGE = 5_000;

/** How a row is called, as SQL: seals name by it what nobody has signed. */
export const RECORD_WORDS = {
  change: `format('change %s of %s %s', c.number, c.subject, c.key)`,
  activity: `format('activity %s (%s, %s)', a.id, a.kind, a.number)`,
} as const;

const SIGNED = {
  change: {
    rows: 'change c',
    number: 'c.number',
    organization: 'c.organization_id',
    text: CHANGE_TEXT,
    mac: 'c.mac',
    words: RECORD_WORDS.change,
  },
  activity: {
    rows: 'activity a',
    number: 'a.number',
    organization: 'a.organization_id',
    text: ACTIVITY_TEXT,
    mac: 'a.mac',
    words: RECORD_WORDS.activity,
  },
} as const;

/**
 * The rows of an organization's record that are not signed under one of our keys, at most `limit` of them. Those from
 * before rows were signed are taken as they are, where the organization itself is from before.
 */
export async function listUnsigned(
  db: Reader,
  keys: Pick<KeyRing, 'isSigned'>,
  { organizationId, stretch, limit }: { organizationId: string; stretch: RecordStretch; limit: number },
): Promise<UnsignedRow[]> {
  const unsigned: UnsignedRow[] = [];
  const isOld = await isFromBefore(db, organizationId);
  for (const table of ['change', 'activity'] as const) {
    const from = isOld ? await findFirstSigned(db, table, organizationId) : undefined;
    if (isOld && from === undefined) continue;
    let { after } = stretch[table];
    if (from !== undefined && from - 1n > after) after = from - 1n;
    for await (const rows of readSigned(db, table, { organizationId, after, upTo: stretch[table].upTo })) {
      for (const { text, mac, words } of rows) {
        if (mac === null || !keys.isSigned(text, mac)) unsigned.push(words);
        if (unsigned.length >= limit) return unsigned;
      }
    }
  }
  return unsigned;
}

/** The rows of a stretch with the texts that are signed for them, in pages. */
export async function* readSigned(
  db: Reader,
  table: 'change' | 'activity',
  { organizationId, after, upTo }: { organizationId: string; after: bigint; upTo: bigint },
): AsyncGenerator<SignedRow[]> {
  for (let from = after; ; ) {
    const rows = await readPage(db, table, { organizationId, after: from, upTo });
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    from = last.number;
  }
}

/** Whether an organization is from before rows were signed: nobody signed that it was made. */
export async function isFromBefore(db: Reader, organizationId: string): Promise<boolean> {
  return !(await wasMadeWith(db, 'mac', organizationId));
}

/** Whether a row without a signature is from before rows were signed: its organization is, and nothing signed came earlier. */
export async function isFromBeforeSignatures(
  db: Reader,
  { organizationId, table, number }: { organizationId: string; table: 'change' | 'activity'; number: bigint },
): Promise<boolean> {
  if (!(await isFromBefore(db, organizationId))) return false;
  const first = await findFirstSigned(db, table, organizationId);
  return first === undefined || number < first;
}

/** Whether an organization was made by a version that numbers what it changes. */
export async function wasMadeWithRunningNumbers(db: Reader, organizationId: string): Promise<boolean> {
  return wasMadeWith(db, 'running_number', organizationId);
}

/** Whether the change that made an organization has a value in a column. */
async function wasMadeWith(
  db: Reader,
  column: 'mac' | 'running_number',
  organizationId: string,
): Promise<boolean> {
  const made = await db
    .selectFrom('change')
    .select(column)
    .where('organization_id', '=', organizationId)
    .where('subject', '=', 'organization')
    .where('key', '=', organizationId)
    .where('before', 'is', null)
    .where(column, 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return made !== undefined;
}

async function findFirstSigned(
  db: Reader,
  table: 'change' | 'activity',
  organizationId: string,
): Promise<bigint | undefined> {
  const row = await db
    .selectFrom(table)
    .select('number')
    .where('organization_id', '=', organizationId)
    .where('mac', 'is not', null)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return row?.number;
}

type SignedRow = { number: bigint; text: string; mac: Buffer | null; words: string };

async function readPage(
  db: Reader,
  table: 'change' | 'activity',
  { organizationId, after, upTo }: { organizationId: string; after: bigint; upTo: bigint },
): Promise<SignedRow[]> {
  const { rows: source, number, organization, text, mac, words } = SIGNED[table];
  const { rows } = await sql<SignedRow>`
    select ${sql.raw(number)} as number, ${sql.raw(text)} as text, ${sql.raw(mac)} as mac, ${sql.raw(words)} as words
      from ${sql.raw(source)}
     where ${sql.raw(organization)} = ${organizationId} and ${sql.raw(number)} > ${after} and ${sql.raw(number)} <= ${upTo}
       -- What was blanked is held to what is on record of that.
       and not exists (select from erased_text e where e.organization_id = ${sql.raw(organization)} and e.stream = ${table}
                        and e.number = ${sql.raw(number)})
     order by ${sql.raw(number)} limit ${PAGE}`.execute(db);
  return rows;
}

/** The text that is signed for a seal. `hash` is in hexadecimal. */
export function sealText({
  organizationId,
  number,
  hash,
  unsigned,
}: {
  organizationId: string;
  number: number;
  hash: string;
  unsigned: readonly UnsignedRow[];
}): string {
  return JSON.stringify(['seal', organizationId, number, hash, unsigned]);
}
