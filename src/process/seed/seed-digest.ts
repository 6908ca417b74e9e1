import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';

/** One number for all that was given, moved and counted: the same for the same company. Codes are not in it, which are never the same. */
export async function seedDigest(db: Reader): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select concat_ws('-',
      (select count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', id, giver_id, recipient_id, department_id, region, amount_minor,
                currency, status, occasion, created_at, issued_at, redeemed_at, voided_at), 0)), 0) from gift),
      (select count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', id, status, amount, message, refusal), 0)), 0)
         from recognition),
      (select count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', entry_id, account_id, amount, balance_after), 0)), 0)
         from posting),
      (select count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', id, name, email, role, deactivated_at), 0)), 0)
         from person)) as digest`.execute(db);
  return rows[0]?.digest ?? '';
}
