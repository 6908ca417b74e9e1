import { sql } from 'kysely';
import { areMarksOf, findSealedChanges, type SealedChange } from '#src/domain/ledger/seal.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { FIRST, LINES, linesOf, sealHash } from '#src/db/ledger/seal-text.ts';

type BrokenSeal = {
  organizationId: string;
  number: number;
  previousNumber: number | null;
  firstPosting: bigint;
  lastPosting: bigint;
  postings: number;
  marks: Buffer;
  /** The marks of the postings as they are now. */
  found: Buffer;
  isHashRight: boolean;
};

/** An organization's newest seal. If you keep its hash elsewhere, it later proves that no seal up to it was rebuilt. */
export type SealHead = { organizationId: string; number: number; hash: string; sealedAt: Date };

/** How many seals one statement checks. */
const PAGE = 100;

/**
 * The first broken seals, in words, each with the first row that was changed.
 *
 * A seal holds when its hash follows from its own fields, the postings in its stretch and the seal before it. The
 * database reads one seal at a time, and returns only what is broken.
 */
export async function findBrokenSeals(db: Reader, limit: number): Promise<string[]> {
  const broken: string[] = [];
  for (const { organizationId } of await listSealHeads(db)) {
    for await (const seals of readBrokenPages(db, organizationId, limit)) {
      for (const seal of seals.slice(0, limit - broken.length)) broken.push(await explain(db, seal));
      if (broken.length >= limit) return broken;
    }
  }
  return broken;
}

/** Pages have plain numbers as bounds, so the planner sees that it needs only part of the ledger. */
async function* readBrokenPages(
  db: Reader,
  organizationId: string,
  limit: number,
): AsyncGenerator<BrokenSeal[]> {
  for (let after = { number: 0, lastPosting: FIRST }; ; ) {
    const page = await db
      .selectFrom('seal')
      .select(['number', 'last_posting as lastPosting'])
      .where('organization_id', '=', organizationId)
      .where('number', '>', after.number)
      .orderBy('number')
      .limit(PAGE)
      .execute();
    const last = page.at(-1);
    if (!last) return;
    yield await findBrokenBetween(db, { organizationId, after, last, limit });
    after = last;
  }
}

type Bound = { number: number; lastPosting: bigint };

async function findBrokenBetween(
  db: Reader,
  {
    organizationId,
    after,
    last,
    limit,
  }: { organizationId: string; after: Bound; last: Bound; limit: number },
): Promise<BrokenSeal[]> {
  const { rows } = await sql<BrokenSeal>`
    select s.organization_id as "organizationId", s.number, s.previous_number as "previousNumber",
           s.first_posting as "firstPosting", s.last_posting as "lastPosting", s.postings, s.marks, s.found,
           s.is_hash_right as "isHashRight"
      from (
        select chained.*, coalesce(line.marks, '') as found,
               chained.hash is not distinct from ${sql.raw(sealHash('chained', 'line.lines'))} as is_hash_right
          from (select *, lag(number) over w as previous_number, lag(hash) over w as previous_hash,
                       lag(last_posting, 1, ${FIRST}::bigint) over w as previous_last
                  from seal
                 where organization_id = ${organizationId} and number between ${after.number} and ${last.number}
                window w as (order by number)) chained
         cross join lateral (
           select ${sql.raw(LINES.text)} as lines, ${sql.raw(LINES.marks)} as marks
             from (${sql.raw(linesOf('posting'))}
                    where p.organization_id = ${organizationId}
                      and p.id > chained.previous_last and p.id <= chained.last_posting
                      and p.id > ${after.lastPosting} and p.id <= ${last.lastPosting}) row
         ) line
         where chained.number > ${after.number}
      ) s
     where s.number <> coalesce(s.previous_number, 0) + 1 or s.marks <> s.found or not s.is_hash_right
     order by s.number
     limit ${limit}`.execute(db);
  return rows;
}

async function explain(db: Reader, seal: BrokenSeal): Promise<string> {
  const { number, previousNumber } = seal;
  const missing = (previousNumber ?? 0) + 1;
  if (number !== missing) return `seal ${missing} is missing before seal ${number}`;
  if (seal.isHashRight || !areMarksOf(seal)) return `seal ${number} was altered`;
  const [first, ...others] = findSealedChanges(seal.marks, seal.found);
  if (!first) return `seal ${number} was altered${previousNumber === null ? '' : ', or the seal before it'}`;
  const more = others.length > 0 ? `, and ${others.length} more in it` : '';
  return `${await nameOf(db, seal, first)} was ${first.what} after seal ${number}${more}`;
}

async function nameOf(
  db: Reader,
  { organizationId }: BrokenSeal,
  { postingId, what }: SealedChange,
): Promise<string> {
  if (what === 'deleted') return `posting ${postingId}`;
  const posting = await db
    .selectFrom('posting')
    .leftJoin('entry', (join) =>
      join
        .onRef('entry.organization_id', '=', 'posting.organization_id')
        .onRef('entry.id', '=', 'posting.entry_id'),
    )
    .select(['posting.entry_id as entryId', 'entry.key'])
    .where('posting.organization_id', '=', organizationId)
    .where('posting.id', '=', postingId)
    .executeTakeFirstOrThrow();
  const entry = `entry ${posting.entryId}`;
  return `posting ${postingId} of ${posting.key === null ? `the lost ${entry}` : `${entry} (${posting.key})`}`;
}

/** The newest seal of each organization. */
export async function listSealHeads(db: Reader): Promise<SealHead[]> {
  const { rows } = await sql<SealHead>`
    select distinct on (organization_id) organization_id as "organizationId", number, encode(hash, 'hex') as hash,
           sealed_at as "sealedAt"
      from seal order by organization_id, number desc`.execute(db);
  return rows;
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
