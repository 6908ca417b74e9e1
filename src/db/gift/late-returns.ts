import { sql } from 'kysely';
import type { LateReturn } from '#src/domain/budget/late-returns.ts';
import { periodKindOf } from '#src/domain/kit/period.ts';
import type { Reader } from '#src/db/kit/schema.ts';

type Row = { giftId: string; carriedMinor: bigint; returnedMinor: bigint; period: string | null };

/** Where the money of gifts went, by their ids, that came back after the period that had paid it was over. */
export async function findLateReturns(
  db: Reader,
  organizationIds: readonly string[],
  giftIds: readonly string[],
): Promise<Map<string, LateReturn>> {
  if (giftIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select e.subject_id as "giftId", coalesce(sum(p.amount) filter (where e.kind = 'budget.carried'), 0)::bigint as "carriedMinor",
           coalesce(sum(p.amount) filter (where e.kind = 'budget.returned'), 0)::bigint as "returnedMinor",
           max(a.period) filter (where e.kind = 'budget.carried') as period
      from entry e
      join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
      join account a on a.organization_id = p.organization_id and a.id = p.account_id
     where e.organization_id = any(${organizationIds}::uuid[]) and e.subject_type = 'gift' and e.subject_id = any(${giftIds}::uuid[])
       and e.kind in ('budget.carried', 'budget.returned')
     group by e.subject_id`.execute(db);
  return new Map(
    rows.map(({ giftId, period, ...amounts }) => [
      giftId,
      { ...amounts, period: period === null ? null : periodKindOf(period) },
    ]),
  );
}
