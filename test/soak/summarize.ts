import { sql } from 'kysely';
import type { Bank } from './open-bank.ts';

/** How much was done, and what came of it. */
export type Summary = {
  operations: Record<string, number>;
  outcomes: { answered: number; failed: number; lost: number };
  /** Requests by their end, gifts by theirs, approvals by kind and end, and what else there is many of. */
  rows: Record<string, number>;
};

export async function summarize({ postgres: { db }, tally }: Bank): Promise<Summary> {
  const { rows } = await sql<{ name: string; count: number }>`
    select 'recognition ' || status as name, count(*)::int as count from recognition group by 1
    union all select 'gift ' || status, count(*)::int from gift group by 1
    union all select 'approval ' || kind || ' ' || status, count(*)::int from approval group by 1
    union all select 'delivery ' || status, count(*)::int from delivery group by 1
    union all select 'refused: ' || (refusal ->> 'kind'), count(*)::int from recognition where status = 'refused' group by 1
    union all select 'order ' || kind || ' ' || status, count(*)::int from store_order group by 1
    union all select 'gift card ' || status, count(*)::int from gift_card group by 1
    union all select 'purchase ' || status, count(*)::int from reward_order group by 1
    union all select 'gifts reversed', count(*)::int from activity where kind = 'gift.reversed'
    union all select 'entries', count(*)::int from entry
    union all select 'postings', count(*)::int from posting
    union all select 'seals', count(*)::int from seal
    union all select 'notifications', count(*)::int from notification
    order by 1`.execute(db);
  return {
    operations: Object.fromEntries(tally.operations),
    outcomes: tally.outcomes,
    rows: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
  };
}
