import { sql } from 'kysely';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Write } from '#src/db/kit/write-together.ts';

export type Spend = {
  organizationId: string;
  departmentId: string;
  giverId: string;
  day: string;
  currency: string;
  occasion: string;
  gifts: number;
  amountMinor: bigint;
};

/**
 * Adds to the daily roll-up in the transaction that spends, so that the cost of reports grows with days and not with
 * gifts.
 */
export function spendWrite(spends: readonly Spend[]): Write {
  const summed = sumByRow(spends);
  if (summed.length === 0) return undefined;
  return sql`
    insert into spend_daily (organization_id, department_id, giver_id, day, currency, occasion, gifts, amount_minor)
    select * from unnest(
      ${summed.map((one) => one.organizationId)}::uuid[], ${summed.map((one) => one.departmentId)}::uuid[],
      ${summed.map((one) => one.giverId)}::uuid[], ${summed.map((one) => one.day)}::date[],
      ${summed.map((one) => one.currency)}::text[], ${summed.map((one) => one.occasion)}::text[],
      ${summed.map((one) => one.gifts)}::integer[],
      ${summed.map((one) => one.amountMinor)}::bigint[])
    on conflict (organization_id, department_id, day, giver_id, currency, occasion) do update
      set gifts = spend_daily.gifts + excluded.gifts,
          amount_minor = spend_daily.amount_minor + excluded.amount_minor`;
}

/** One row per key, in key order: the upsert touches each row once, and rows are locked in the same order everywhere. */
function sumByRow(spends: readonly Spend[]): Spend[] {
  const sums = new Map<string, Spend>();
  for (const spend of spends) {
    const { organizationId, departmentId, day, giverId, currency, occasion } = spend;
    const key = `${organizationId}|${departmentId}|${day}|${giverId}|${currency}|${occasion}`;
    const sum = sums.get(key);
    if (!sum) sums.set(key, { ...spend });
    else {
      sum.gifts += spend.gifts;
      sum.amountMinor += spend.amountMinor;
    }
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, spend]) => spend);
}

/**
 * Takes returned gifts out of the daily roll-up. A row that counts nothing any more is deleted.
 *
 * If the department changed time zone while a gift was being issued, the gift was counted on a neighbouring day.
 */
export async function lessenSpend(tx: Tx, spends: readonly Spend[]): Promise<void> {
  for (const spend of sumByRow(spends)) await lessenRow(tx, spend);
}

async function lessenRow(tx: Tx, spend: Spend): Promise<void> {
  const { numAffectedRows } = await sql`
    with counted as (
      select day from spend_daily s where ${isRowOf(spend)} and day between ${spend.day}::date - 2 and ${spend.day}::date + 2
         and gifts >= ${spend.gifts} and amount_minor >= ${spend.amountMinor}
         and (gifts = ${spend.gifts}) = (amount_minor = ${spend.amountMinor})
       order by abs(day - ${spend.day}::date), day limit 1 for update)
    update spend_daily s
       set gifts = s.gifts - ${spend.gifts}, amount_minor = s.amount_minor - ${spend.amountMinor}
      from counted where s.day = counted.day and ${isRowOf(spend)}`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new Error(`the roll-up of ${spend.day} does not hold what is taken out of it`);
  await sql`delete from spend_daily s where ${isRowOf(spend)} and gifts = 0`.execute(tx);
}

function isRowOf({ organizationId, departmentId, giverId, currency, occasion }: Spend) {
  return sql`s.organization_id = ${organizationId} and s.department_id = ${departmentId} and s.giver_id = ${giverId}
         and s.currency = ${currency} and s.occasion = ${occasion}`;
}
