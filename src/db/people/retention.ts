import { type RawBuilder, sql } from 'kysely';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { KEEPS_ALL, type Retention } from '#src/domain/people/retention.ts';
import { ERASED } from '#src/domain/people/erased.ts';

/** What counts now. */
export async function findRetention(db: Reader, organizationId: string): Promise<Retention> {
  const row = await db
    .selectFrom('retention_policy')
    .select(['text_days as textDays', 'address_days as addressDays'])
    .where('organization_id', '=', organizationId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? KEEPS_ALL;
}

type SetRetention = Retention & { organizationId: string; id: string; reason: string; setBy: string | null };

export async function insertRetention(tx: Tx, given: SetRetention): Promise<void> {
  const { organizationId, id, textDays, addressDays, reason, setBy } = given;
  await tx
    .insertInto('retention_policy')
    .values({
      organization_id: organizationId,
      id,
      text_days: textDays,
      address_days: addressDays,
      reason,
      set_at: tx.now,
      set_by: setBy,
    })
    .execute();
}

/** When what is too old was last looked for to the end, and how many rows were blanked; undefined before the first time. */
export async function findRetentionRun(
  db: Reader,
  organizationId: string,
): Promise<{ ranAt: Date; blanked: number } | undefined> {
  return db
    .selectFrom('retention_run')
    .select(['ran_at as ranAt', 'blanked'])
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

export async function saveRetentionRun(tx: Tx, organizationId: string, blanked: number): Promise<void> {
  const run = { ran_at: tx.now, blanked };
  await tx
    .insertInto('retention_run')
    .values({ organization_id: organizationId, ...run })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(run))
    .execute();
}

type Old = { organizationId: string; before: Date; limit: number };

/** Texts that stand alone: which rows, when they are from, and what becomes of them. `t` is the row. */
const OLD_TEXTS: readonly { table: string; at: string; sets: readonly string[]; hasSalt?: true }[] = [
  { table: 'thanks', at: 't.said_at', sets: ['words'] },
  { table: 'refund', at: 't.refunded_at', sets: ['reason'], hasSalt: true },
  { table: 'promo_grant', at: 't.ended_at', sets: ['reason'], hasSalt: true },
  { table: 'code_report', at: 't.ended_at', sets: ['reason'], hasSalt: true },
  { table: 'wallet_closing', at: 't.done_at', sets: ['reason'], hasSalt: true },
  { table: 'factor_reset', at: 't.decided_at', sets: ['reason'], hasSalt: true },
  { table: 'checkout', at: 't.ended_at', sets: ['description'] },
  {
    table: 'store_order',
    at: 'coalesce(t.ended_at, t.fulfilled_at)',
    sets: ['note', 'reason'],
    hasSalt: true,
  },
];

type Table = (typeof OLD_TEXTS)[number];

function becomesOf({ sets, hasSalt }: Table): string[] {
  const becomes = sets.map((name) => `${name} = case when ${name} = '' then '' else '${ERASED}' end`);
  return hasSalt ? [...becomes, 'salt = gen_random_uuid()'] : becomes;
}

function isOldText({ at, sets }: Table, { organizationId, before }: Omit<Old, 'limit'>): RawBuilder<boolean> {
  const isLeft = sets.map((name) => `t.${name} not in ('', '${ERASED}')`).join(' or ');
  return sql`t.organization_id = ${organizationId} and ${sql.raw(at)} < ${before} and (${sql.raw(isLeft)})`;
}

/** Blanks a batch of texts that are older. Returns how many rows. */
export async function blankOldTexts(tx: Tx, { limit, ...old }: Old): Promise<number> {
  let blanked = 0;
  for (const one of OLD_TEXTS) {
    const { numAffectedRows = 0n } = await sql`
      update ${sql.table(one.table)} set ${sql.raw(becomesOf(one).join(', '))}
       where ctid in (select t.ctid from ${sql.table(one.table)} t
                       where ${isOldText(one, old)} limit ${limit} for update skip locked)`.execute(tx);
    blanked += Number(numAffectedRows);
  }
  return blanked;
}

const BLANK_WHERE = sql`user_agent = case when user_agent = '' then '' else ${ERASED} end, address = case when address = '' then '' else ${ERASED} end`;

/** Where people were, and what mail servers answered of them: which rows, and what becomes of them. `t` is the row. */
const OLD_ADDRESSES: readonly {
  table: string;
  becomes: RawBuilder<unknown> | 'gone';
  isOld: (before: Date) => RawBuilder<boolean>;
}[] = [
  {
    table: 'session',
    becomes: BLANK_WHERE,
    isOld: (before) =>
      sql`coalesce(t.ended_at, t.expires_at) < ${before} and (t.user_agent not in ('', ${ERASED}) or t.address not in ('', ${ERASED}))`,
  },
  {
    table: 'order_address',
    becomes: 'gone',
    isOld: (before) =>
      sql`exists (select from store_order o where o.organization_id = t.organization_id and o.id = t.order_id
                    and coalesce(o.ended_at, o.fulfilled_at) < ${before})`,
  },
  {
    table: 'delivery',
    becomes: sql`closed = '{}', last_error = null`,
    isOld: (before) =>
      sql`t.status in ('sent', 'failed') and coalesce(t.sent_at, t.due_at) < ${before} and (t.closed <> '{}' or t.last_error is not null)`,
  },
  {
    table: 'notification',
    becomes: sql`closed = '{}', last_error = null, detail = detail - array['address', 'userAgent']`,
    isOld: (before) =>
      sql`t.status in ('sent', 'failed') and t.created_at < ${before}
          and (t.closed <> '{}' or t.last_error is not null or t.detail ?| array['address', 'userAgent'])`,
  },
];

/** Blanks a batch of addresses that are older: where sign-ins came from, where orders went, and what mail servers answered. */
export async function blankOldAddresses(tx: Tx, { organizationId, before, limit }: Old): Promise<number> {
  let blanked = 0;
  for (const { table, becomes, isOld } of OLD_ADDRESSES) {
    const rows = sql`ctid in (select t.ctid from ${sql.table(table)} t
                               where t.organization_id = ${organizationId} and ${isOld(before)}
                               limit ${limit} for update skip locked)`;
    const blanking =
      becomes === 'gone'
        ? sql`delete from ${sql.table(table)} where ${rows}`
        : sql`update ${sql.table(table)} set ${becomes} where ${rows}`;
    blanked += Number((await blanking.execute(tx)).numAffectedRows ?? 0n);
  }
  return blanked;
}

function isOldApproval({ organizationId, before }: Omit<Old, 'limit'>): RawBuilder<boolean> {
  return sql`t.organization_id = ${organizationId} and t.status <> 'open' and t.decided_at < ${before}
          and (t.reason not in ('', ${ERASED}) or t.decision_reason not in ('', ${ERASED}))`;
}

/** Blanks the reasons of a batch of approvals that were decided before, with the gifts that say the same. Returns the approvals. */
export async function blankOldApprovals(tx: Tx, { organizationId, before, limit }: Old): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update approval set reason = case when reason = '' then '' else ${ERASED} end,
           decision_reason = case when decision_reason = '' then '' else ${ERASED} end, salt = gen_random_uuid()
     where organization_id = ${organizationId} and id in (
       select t.id from approval t where ${isOldApproval({ organizationId, before })}
        order by t.id limit ${limit} for update skip locked)
    returning id`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    await sql`
      update gift g set void_reason = case when g.void_reason = '' then '' else ${ERASED} end
        from approval a
       where a.organization_id = ${organizationId} and a.id = any (${ids}::uuid[]) and a.kind = 'void'
         and g.organization_id = a.organization_id and g.id = a.subject_id`.execute(tx);
  }
  return ids;
}

/** How many rows of texts, beside requests and the record, and of addresses are older than these instants. */
export async function countOldTexts(db: Reader, old: Omit<Old, 'limit'>): Promise<number> {
  const counted = [
    sql`select count(*) from approval t where ${isOldApproval(old)}`,
    ...OLD_TEXTS.map(
      (one) => sql`select count(*) from ${sql.table(one.table)} t where ${isOldText(one, old)}`,
    ),
  ];
  return sumOf(db, counted);
}

export async function countOldAddresses(
  db: Reader,
  { organizationId, before }: Omit<Old, 'limit'>,
): Promise<number> {
  const counted = OLD_ADDRESSES.map(
    ({ table, isOld }) =>
      sql`select count(*) from ${sql.table(table)} t where t.organization_id = ${organizationId} and ${isOld(before)}`,
  );
  return sumOf(db, counted);
}

async function sumOf(db: Reader, counted: readonly RawBuilder<unknown>[]): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`${sql.join(counted, sql` union all `)}`.execute(db);
  return rows.reduce((sum, { count }) => sum + Number(count), 0);
}
