import { type RawBuilder, sql } from 'kysely';
import { uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { EntryKind } from '#src/domain/ledger/entries.ts';
import { MOST_TOUCHED } from './touched.ts';
import { listOf, writeAmounts } from './rule-words.ts';

/**
 * Nearly all entries and activities say that a gift was issued, delivered, shown and redeemed. The rules here ask for none of those, so
 * that what they ask for is found once for all of them.
 */

const COMMON_ENTRIES: readonly EntryKind[] = ['gift.issued', 'code.redeemed'];
const COMMON_ACTIVITIES: readonly ActivityKind[] = [
  'gift.issued',
  'gift.delivered',
  'code.revealed',
  'code.redeemed',
];

/** The kinds that no rule here may ask for. */
export const COMMON_KINDS: readonly string[] = [...new Set([...COMMON_ENTRIES, ...COMMON_ACTIVITIES])];

/** Each names the kinds, or the types of subjects, of the entries and activities that it asks for, and asks for them all at once. */
export const RULES_OF_RARE: ReadonlySet<string> = new Set([
  'every budget’s funding equals what came into it otherwise than by gifts',
  'every wallet holds what its owner’s gifts were redeemed for and what was merged into it, less what was taken back, closed or spent',
  'the daily roll-up equals the gifts',
  'every request whose money was put aside has one approval, which is where it is',
  'funds that were approved, and no others, topped a budget up once',
  'every gift that was taken back for the organization had a second person’s approval',
  'every decision is on record, with who took it',
  'everything that was set is on record as it was set',
  'everything that was planned is on record as it was planned, and withdrawn as it is on record',
  'every move between budgets and every top-up is on record',
  'everything that was brought home or written off is on record, with its amount',
  'every period was opened with an amount that was set for its department',
  'every budget was raised and lowered by what was set for its department',
  'every limit counts the gifts of its stretch',
  'nobody has reset a second factor who was never an admin',
  'nobody has frozen or closed a wallet who never had the right to',
  'no request that had ended goes on',
  'every period took over from the one before what its policy let it',
  'what came back late was carried on only as far as the policy let it',
  'every second factor was added and ended as it is on record',
  'every recovery code that was used is on record',
  'every second factor that was reset had the word of two admins, as it is on record',
  'every proposed change was decided as it is on record, and confirmed by another person',
  'every proposed change is on record as it was proposed',
  'what was topped up or moved above the amount had the word of a second person',
  'every budget and allowance that was raised above the amount had the word of a second person',
  'every role above employee that somebody gave while roles needed it had the word of a second person',
  'every account of somebody with a role that an admin linked while that needed it had the word of a second person',
  'every address of somebody with a role that was changed while that needed it had the word of a second person',
  'every merge of records of which one had a role while that needed it had the word of a second person',
  'every promotional credit was granted by one entry of its amount, out of its department’s budget',
  'promotional credit expired on its day and not before, was taken back before it, and left nothing',
  'what came back of promotional credit went to the accounts that paid for it',
  'everything that happened to promotional credit is on record, with who did it, to whom and how much',
  'every gift card that was chosen is the one that the gift’s recipient chose last',
  'every report counts what was spent',
  'every reported code is on record, and was replaced only with a second person’s approval',
  'every code that was replaced had been reported',
  'every wallet is frozen or not as it was last recorded',
  'every wallet was closed by one entry of what it says, with a second person’s approval',
  'every tender of a wallet was paid out of its owner’s wallet once',
  'what came back of a tender went to where it came from, by one entry',
  'every captured checkout, and no other, took what its tenders were captured for',
  'every entry about a checkout or a refund belongs to one',
  'every checkout ended when its money was taken or given back, and not before its time was up',
  'everything that happened to a checkout is on record, with its amount and whose it is',
  'what moved by a merge went from the record to the one that is kept, of each currency and grant, and nothing else did',
  'what a refund gave back to a merged record went on to the one that is kept',
  'every merge is on record, with who did it, and so is what moved by it',
]);

/** A row by its organization and id. */
type Found = { organization: string; id: string };

/** By rule, the first rows that break it. Undefined where so much is rare that each rule may as well look for itself. */
export async function findBrokenOfRare(
  db: Reader,
  rules: readonly { name: string; query: string }[],
  { limit, most = MOST_TOUCHED }: { limit: number; most?: number },
): Promise<ReadonlyMap<string, string[]> | undefined> {
  const entries = await listFound(
    db,
    `entry where (subject_type = 'gift' and kind in (${listOf(COMMON_ENTRIES)})) is not true`,
  );
  const activities = await listFound(db, `activity where kind not in (${listOf(COMMON_ACTIVITIES)})`);
  if (Math.max(entries.length, activities.length) > most) return undefined;
  const broken = rules.map(
    ({ name, query }) => sql`select ${name}::text as name, broken from (${sql.raw(query)}) rule`,
  );
  const { rows } = await sql<{ name: string; broken: string }>`
    with entry as materialized (select * from entry where ${isAmong('id', entries)}),
         posting as materialized (select * from posting where ${isAmong('entry_id', entries)}),
         activity as materialized (select * from activity where ${isAmong('id', activities)}),
         found as materialized (${sql.join(broken, sql` union all `)})
    select name, broken
      from (select *, row_number() over (partition by name) as nth from found) numbered
     where nth <= ${limit}`.execute(db);
  const found = new Map<string, string[]>();
  for (const { name, broken: words } of rows) {
    found.set(name, [...(found.get(name) ?? []), writeAmounts(words)]);
  }
  return found;
}

async function listFound(db: Reader, rows: string): Promise<Found[]> {
  const found = await sql<Found>`
    select organization_id as organization, id from ${sql.raw(rows)} limit ${MOST_TOUCHED + 1}`.execute(db);
  return found.rows;
}

function isAmong(column: string, found: readonly Found[]): RawBuilder<unknown> {
  const organizations = [...new Set(found.map(({ organization }) => organization))];
  return sql`organization_id = any (${uuidArray(organizations)}::uuid[])
    and ${sql.ref(column)} = any (${uuidArray(found.map(({ id }) => id))}::uuid[])`;
}
