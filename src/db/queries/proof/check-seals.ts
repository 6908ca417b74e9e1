import { sql } from 'kysely';
import { areMarksOf, findSealedChanges, type SealedChange } from '#src/domain/ledger/seal.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { FIRST, LINES, linesOf, sealHash, type Stream, STREAMS } from '#src/db/ledger/seal-text.ts';

type Table = Stream['table'];

/** What a seal says of a stream, and what is there. */
type SealedStretch = { rows: number; first?: bigint; last: bigint; marks: Buffer; found: Buffer };

type BrokenSeal = {
  organizationId: string;
  number: number;
  previousNumber: number | null;
  stretches: Record<Table, SealedStretch>;
  isHashRight: boolean;
};

/**
 * The most seals that one statement checks, and the most rows in them, unless a single one has more. For each page, all entries are read
 * once, so that small ones would read them again and again.
 */
const PAGE_SEALS = 200;
const PAGE_ROWS = 2_000_000;

/** Where a stretch of the chain begins or ends. */
export type Bound = { number: number } & Record<Table, bigint>;

export const START: Bound = { number: 0, posting: FIRST, change: FIRST, activity: FIRST };

/** Seals that follow each other, and where they begin. */
export type SealPage = { organizationId: string; after: Bound; seals: readonly [Bound, ...Bound[]] };

/**
 * The first broken seals, in words, each with the first row that was changed.
 *
 * A seal holds when its hash follows from its own fields, the rows in its stretches and the seal before it. The
 * database reads the rows, and returns only what is broken.
 */
export async function findBrokenIn(db: Reader, page: SealPage, limit: number): Promise<string[]> {
  const seals = await findBrokenBetween(db, { ...page, limit });
  const words: string[] = [];
  for (const seal of seals) words.push(await explain(db, seal));
  return words;
}

/** The seals after a bound, in pages whose bounds are plain numbers, so the planner sees that it needs only part of the ledger. */
export async function listSealPages(
  db: Reader,
  organizationId: string,
  after: Bound = START,
): Promise<SealPage[]> {
  const pages: SealPage[] = [];
  let [begin, rows] = [after, 0];
  let page: Bound[] = [];
  function close(): void {
    const [first, ...others] = page;
    if (first) pages.push({ organizationId, after: begin, seals: [first, ...others] });
    [begin, rows, page] = [page.at(-1) ?? begin, 0, []];
  }
  for (const { rows: more, ...seal } of await listBounds(db, organizationId, after.number)) {
    if (page.length === PAGE_SEALS || rows + more > PAGE_ROWS) close();
    page.push(seal);
    rows += more;
  }
  close();
  return pages;
}

async function listBounds(
  db: Reader,
  organizationId: string,
  after: number,
): Promise<(Bound & { rows: number })[]> {
  const { rows } = await sql<Bound & { rows: number }>`
    select number, last_posting as posting, coalesce(last_change, ${FIRST}) as change, coalesce(last_activity, ${FIRST}) as activity,
           postings + coalesce(changes, 0) + coalesce(activities, 0) as rows
      from seal where organization_id = ${organizationId} and number > ${after} order by number`.execute(db);
  return rows;
}

async function findBrokenBetween(
  db: Reader,
  { organizationId, after, seals, limit }: SealPage & { limit: number },
): Promise<BrokenSeal[]> {
  const found = STREAMS.map((stream) => {
    const { table } = stream;
    return sql`left join (${linesByPlace(stream, { organizationId, after, seals })}) ${sql.ref(`${table}_line`)}
      on ${sql.ref(`${table}_line`)}.place = chained.place`;
  });
  const lines = {
    posting: `coalesce(posting_line.lines, '')`,
    change: `coalesce(change_line.lines, '')`,
    activity: `coalesce(activity_line.lines, '')`,
  };
  const marksOf = STREAMS.map(({ table, marks }) => ({
    kept: sql`coalesce(chained.${sql.raw(marks)}, '')`,
    found: sql`coalesce(${sql.ref(`${table}_line`)}.marks, '')`,
  }));
  const stretches = STREAMS.map(
    ({ table, count, last: lastOf }, index) => sql`${sql.lit(table)}, jsonb_build_object(
      'rows', coalesce(chained.${sql.raw(count)}, 0), 'last', coalesce(chained.${sql.raw(lastOf)}, 0)::text,
      'marks', encode(${marksOf[index]?.kept}, 'hex'), 'found', encode(${marksOf[index]?.found}, 'hex'))`,
  );
  const { rows } = await sql<RawSeal>`
    select chained.organization_id as "organizationId", chained.number, chained.previous_number as "previousNumber",
           chained.first_posting as "firstPosting",
           chained.hash is not distinct from ${sql.raw(sealHash('chained', lines))} as "isHashRight",
           jsonb_build_object(${sql.join(stretches)}) as stretches
      from (select seal.*, page.place - 1 as place, lag(seal.number) over w as previous_number, lag(hash) over w as previous_hash
              from seal
              left join unnest(${seals.map(({ number }) => number)}::integer[]) with ordinality page (number, place)
                on page.number = seal.number
             where organization_id = ${organizationId} and seal.number between ${after.number} and ${seals.at(-1)?.number ?? 0}
            window w as (order by seal.number)) chained
     ${sql.join(found, sql` `)}
     where chained.place is not null
       and (chained.number <> coalesce(chained.previous_number, 0) + 1
            or ${sql.join(
              marksOf.map((marks) => sql`${marks.kept} <> ${marks.found}`),
              sql` or `,
            )}
            or chained.hash is distinct from ${sql.raw(sealHash('chained', lines))})
     order by chained.number
     limit ${limit}`.execute(db);
  return rows.map(({ stretches: raw, firstPosting, ...seal }) => ({
    ...seal,
    stretches: readStretches(raw, firstPosting),
  }));
}

/** The lines and marks of a stream's rows, by the place that their seal has among the page's. */
function linesByPlace(stream: Stream, { organizationId, after, seals }: SealPage) {
  const { table, alias, id } = stream;
  const number = `${alias}.${id}`;
  const ends = seals.map((seal) => seal[table]);
  const where = `${alias}.organization_id = '${organizationId}'
    and ${number} > ${after[table]} and ${number} <= ${ends.at(-1) ?? FIRST}`;
  // So that the texts of others are not put together for nothing: `offset 0` keeps them from it. A page has fewer entries than there are.
  const entries = `(select entry.* from (select distinct entry_id from posting p where ${where}) paged
    join entry on entry.organization_id = '${organizationId}' and entry.id = paged.entry_id offset 0)`;
  return sql`
    select place, ${sql.raw(LINES.text)} as lines, ${sql.raw(LINES.marks)} as marks
      from (select width_bucket(id - 1, ${ends}::bigint[]) as place, id, leaf
              from (${sql.raw(linesOf(stream, table, where, entries))}) hashed offset 0) row
     group by place`;
}

type RawSeal = Omit<BrokenSeal, 'stretches'> & {
  firstPosting: bigint;
  stretches: Record<Table, RawStretch>;
};

type RawStretch = { rows: number; last: string; marks: string; found: string };

function readStretches(raw: Record<Table, RawStretch>, firstPosting: bigint): Record<Table, SealedStretch> {
  const posting = { ...readStretch(raw.posting), first: firstPosting };
  return { posting, change: readStretch(raw.change), activity: readStretch(raw.activity) };
}

function readStretch({ rows, last, marks, found }: RawStretch): SealedStretch {
  return { rows, last: BigInt(last), marks: Buffer.from(marks, 'hex'), found: Buffer.from(found, 'hex') };
}

async function explain(db: Reader, seal: BrokenSeal): Promise<string> {
  const { number, previousNumber, stretches } = seal;
  const missing = (previousNumber ?? 0) + 1;
  if (number !== missing) return `seal ${missing} is missing before seal ${number}`;
  if (seal.isHashRight || !STREAMS.every(({ table }) => areMarksOf(stretches[table]))) {
    return `seal ${number} was altered`;
  }
  const [first, ...others] = STREAMS.flatMap(({ table }) =>
    findSealedChanges(stretches[table].marks, stretches[table].found).map((change) => ({ table, ...change })),
  );
  if (first) {
    const more = others.length > 0 ? `, and ${others.length} more in it` : '';
    return `${await nameOf(db, seal, first)} was ${first.what} after seal ${number}${more}`;
  }
  return `seal ${number} was altered${previousNumber === null ? '' : ', or the seal before it'}`;
}

async function nameOf(
  db: Reader,
  { organizationId }: BrokenSeal,
  { table, rowId, what }: SealedChange & { table: Table },
): Promise<string> {
  if (what === 'deleted') return `${table} ${rowId}`;
  if (table === 'posting') return namePosting(db, organizationId, rowId);
  if (table === 'activity') return nameActivity(db, organizationId, rowId);
  const { subject, key } = await db
    .selectFrom('change')
    .select(['subject', 'key'])
    .where('number', '=', rowId)
    .executeTakeFirstOrThrow();
  return `change ${rowId} of ${subject} ${key}`;
}

async function nameActivity(db: Reader, organizationId: string, number: bigint): Promise<string> {
  const { id, kind } = await db
    .selectFrom('activity')
    .select(['id', 'kind'])
    .where('organization_id', '=', organizationId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return `activity ${number} (${kind} ${id})`;
}

async function namePosting(db: Reader, organizationId: string, id: bigint): Promise<string> {
  const posting = await db
    .selectFrom('posting')
    .leftJoin('entry', (join) =>
      join
        .onRef('entry.organization_id', '=', 'posting.organization_id')
        .onRef('entry.id', '=', 'posting.entry_id'),
    )
    .select(['posting.entry_id as entryId', 'entry.key'])
    .where('posting.organization_id', '=', organizationId)
    .where('posting.id', '=', id)
    .executeTakeFirstOrThrow();
  const entry = `entry ${posting.entryId}`;
  return `posting ${id} of ${posting.key === null ? `the lost ${entry}` : `${entry} (${posting.key})`}`;
}

/**
 * The seals that are gone, in words, each with the first change that came after it: a change says which seal was the newest
 * when it was made. So seals cannot be deleted, nor made anew, once something has come after them. Looks at the changes after a number.
 */
export async function findLostSeals(
  db: Reader,
  organizationId: string,
  { after, limit }: { after: bigint; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ words: string }>`
    select format('a seal is gone that was there before change %s of %s %s', number, subject, key) as words
      from (select distinct on (last_seal) * from change
             where organization_id = ${organizationId} and number > ${after} and last_seal is not null order by last_seal, number) c
     where not exists (select from seal s where s.organization_id = c.organization_id and s.hash = c.last_seal)
     order by number limit ${limit}`.execute(db);
  return rows.map(({ words }) => words);
}

/** How many postings have no seal yet: those added since the job last ran. */
export async function countUnsealed(db: Reader): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
      from organization o
      left join lateral (
        select last_posting from seal where organization_id = o.id order by number desc limit 1) s on true
      join posting p on p.organization_id = o.id and p.id > coalesce(s.last_posting, ${FIRST})`.execute(db);
  return rows[0]?.count ?? 0;
}
