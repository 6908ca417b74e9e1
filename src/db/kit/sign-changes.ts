import { sql } from 'kysely';
import type { KeyRing } from '#src/ports/keys.ts';
import { byteaArray } from './array-parameters.ts';
import type { Reader } from './schema.ts';

const SIGNED_VALUES = `'change', c.organization_id, c.number, c.subject, c.key, c.before::text, c.after::text,
  to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), c.written_by, encode(c.last_seal, 'hex')`;

/**
 * What is signed of a row `c` of `change`, as SQL. It comes from this program and is no function of the database, because who
 * changes rows there could change the function too. Rows from before there were running numbers have none.
 */
export const CHANGE_TEXT = `(case when c.running_number is null then json_build_array(${SIGNED_VALUES})
  else json_build_array(${SIGNED_VALUES}, c.running_number) end)::text`;

/**
 * Signs what the running transaction has changed of guarded rows, as the database wrote it down, and gives each change the next
 * running number of its organization. From then on, others that have changed something wait for the commit, so it comes last.
 */
export async function signChanges(transaction: Reader, { sign }: Pick<KeyRing, 'sign'>): Promise<void> {
  const changed = await sql`
    select from change where mac is null and transaction = pg_current_xact_id() limit 1`.execute(transaction);
  if (changed.rows.length === 0) return;
  const { rows } = await sql<{ number: bigint; text: string }>`
    with mine as (
      select organization_id, number, row_number() over (partition by organization_id order by number) as nth,
             count(*) over (partition by organization_id) as many
        from change where mac is null and transaction = pg_current_xact_id()
    ),
    counted as (
      insert into change_count as n (organization_id, last)
      select distinct organization_id, many from mine order by organization_id
      on conflict (organization_id) do update set last = n.last + excluded.last
      returning organization_id, last
    )
    update change c set running_number = counted.last - mine.many + mine.nth
      from mine join counted using (organization_id)
     where c.number = mine.number
    returning c.number, ${sql.raw(CHANGE_TEXT)} as text`.execute(transaction);
  await sql`
    update change c set mac = signed.mac
      from unnest(${rows.map(({ number }) => number)}::bigint[], ${byteaArray(rows.map(({ text }) => sign(text).mac))}::bytea[])
        signed (number, mac)
     where c.number = signed.number`.execute(transaction);
}
