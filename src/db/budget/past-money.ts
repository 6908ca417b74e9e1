import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import type { EntryKind } from '#src/domain/ledger/entries.ts';

/** A stretch of a department's time, with the key of the period whose budget it gives from. */
export type MoneyStretch = { departmentId: string; period: string; from: Date; until: Date };

/** What a department's budget and top-ups held at the beginning of its stretch, in minor units. */
export type OpeningMoney = { departmentId: string; leftMinor: bigint; topUpMinor: bigint };

/** What moved in a stretch, minor units: above zero came in. `gift`: whose money it was, where it was a gift's. */
export type MovedMoney = OpeningMoney & {
  at: Date;
  kind: EntryKind;
  gift: { recognitionId: string; giverId: string; recipientId: string } | null;
  giftMinor: bigint | null;
};

type Stretches = { organizationId: string; stretches: readonly MoneyStretch[] };

/** One for each department that has a budget account by now. */
export async function listOpeningMoney(db: Reader, asked: Stretches): Promise<OpeningMoney[]> {
  const { rows } = await sql<OpeningMoney>`
    select s.department_id as "departmentId",
           coalesce(sum(${balanceThen}) filter (where a.period <> ${TOP_UP_PERIOD}), 0)::bigint as "leftMinor",
           coalesce(sum(${balanceThen}) filter (where a.period = ${TOP_UP_PERIOD}), 0)::bigint as "topUpMinor"
      from ${stretchesIn(asked)}
      ${accountsOf(asked)}
     group by s.department_id`.execute(db);
  return rows;
}

/** In the order in which it moved. */
export async function listMovedMoney(db: Reader, asked: Stretches): Promise<MovedMoney[]> {
  const { rows } = await sql<MovedMoney>`
    select s.department_id as "departmentId", e.occurred_at as at, e.kind,
           coalesce(sum(p.amount) filter (where a.period <> ${TOP_UP_PERIOD}), 0)::bigint as "leftMinor",
           coalesce(sum(p.amount) filter (where a.period = ${TOP_UP_PERIOD}), 0)::bigint as "topUpMinor",
           case when g.id is null then null else jsonb_build_object(
             'recognitionId', g.recognition_id, 'giverId', g.giver_id, 'recipientId', g.recipient_id) end as gift,
           g.amount_minor as "giftMinor"
      from ${stretchesIn(asked)}
      ${accountsOf(asked)}
      join posting p on p.organization_id = a.organization_id and p.account_id = a.id
      join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
       and e.occurred_at >= s.from_at and e.occurred_at < s.until_at
      left join gift g on g.organization_id = e.organization_id and e.subject_type = 'gift' and g.id = e.subject_id
     group by s.department_id, e.id, e.occurred_at, e.kind, g.organization_id, g.id
     order by e.occurred_at, e.id`.execute(db);
  return rows;
}

/** What an account held when its stretch began: what it holds, without what moved since. */
const balanceThen = sql`a.balance - coalesce((
  select sum(p.amount) from posting p
    join entry e on e.organization_id = p.organization_id and e.id = p.entry_id and e.occurred_at >= s.from_at
   where p.organization_id = a.organization_id and p.account_id = a.id), 0)`;

function accountsOf({ organizationId }: Stretches) {
  return sql`
    join account a on a.organization_id = ${organizationId} and a.kind = 'budget' and a.owner_id = s.department_id
     and a.period in (s.period, ${TOP_UP_PERIOD})`;
}

function stretchesIn({ stretches }: Stretches) {
  return sql`unnest(
    ${stretches.map((one) => one.departmentId)}::uuid[], ${stretches.map((one) => one.period)}::text[],
    ${stretches.map((one) => one.from)}::timestamptz[], ${stretches.map((one) => one.until)}::timestamptz[])
    s (department_id, period, from_at, until_at)`;
}
