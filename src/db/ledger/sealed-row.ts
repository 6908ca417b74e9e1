import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { MOST_UNSIGNED } from './seal.ts';
import { FIRST, LINES, linesOf, sealHash, type Stream, STREAMS } from './seal-text.ts';
import { sealText } from './signatures.ts';

/** A row of the record. `words` are those by which a seal names it where nobody had signed it. */
export type RowOfRecord = {
  organizationId: string;
  table: 'change' | 'activity';
  number: bigint;
  words: string;
};

type CheckedSeal = {
  number: number;
  hash: string;
  mac: Buffer | null;
  unsigned: string[] | null;
  holds: boolean;
};

/**
 * Whether a seal of Largesse covers a row as it is, and does not name it as one that nobody had signed. So a row is believed whose
 * own signature is under a key that was retired.
 *
 * The seal is made anew from all of its rows, which are some thousand at most.
 */
export async function isSealed(
  db: Reader,
  keys: Pick<KeyRing, 'isSigned'>,
  { organizationId, words, ...row }: RowOfRecord,
): Promise<boolean> {
  const seal = await checkSealOver(db, organizationId, row);
  if (!seal?.mac || !seal.holds) return false;
  const { number, hash, mac, unsigned } = seal;
  const named = unsigned ?? [];
  if (!keys.isSigned(sealText({ organizationId, number, hash, unsigned: named }), mac)) return false;
  return named.length < MOST_UNSIGNED && !named.includes(words);
}

/** The seal that covers a row, and whether its hash follows from what it covers. */
async function checkSealOver(
  db: Reader,
  organizationId: string,
  { table, number }: Pick<RowOfRecord, 'table' | 'number'>,
): Promise<CheckedSeal | undefined> {
  const last = sql.ref(`last_${table}`);
  const lines = STREAMS.map(
    (stream) => sql`cross join lateral (
      select ${sql.raw(LINES.text)} as lines from (${sql.raw(coveredRows(stream))}) row) ${sql.ref(`${stream.table}_line`)}`,
  );
  const { rows } = await sql<CheckedSeal>`
    select s.number, encode(s.hash, 'hex') as hash, s.mac, s.unsigned,
           s.hash is not distinct from ${sql.raw(
             sealHash('s', {
               posting: 'posting_line.lines',
               change: 'change_line.lines',
               activity: 'activity_line.lines',
             }),
           )} as holds
      from (select seal.*, before.hash as previous_hash,
                   ${sql.join(STREAMS.map((stream) => sql`before.${sql.raw(stream.last)} as ${sql.ref(`before_${stream.table}`)}`))}
              from (select * from seal where organization_id = ${organizationId} and ${last} >= ${number}
                     order by ${last}, number limit 1) seal
              left join seal before on before.organization_id = seal.organization_id and before.number = seal.number - 1) s
     ${sql.join(lines, sql` `)}`.execute(db);
  return rows[0];
}

/** The rows of a stream that the seal `s` covers. */
function coveredRows(stream: Stream): string {
  const { table, alias, id, last } = stream;
  return linesOf(
    stream,
    table,
    `${alias}.organization_id = s.organization_id
      and ${alias}.${id} > coalesce(s.before_${table}, '${FIRST}'::bigint) and ${alias}.${id} <= s.${last}`,
  );
}
