import { type RawBuilder, sql } from 'kysely';
import {
  giverSubject,
  limitSubject,
  type LimitName,
  type LimitUse,
  pairSubject,
  type Usage,
  usageKey,
} from '#src/domain/budget/limits.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { findKeptAmong } from '#src/db/people/person-merge.ts';

/** A limit to count, with its organization and the time from which gifts count. */
export type CountedLimit = LimitName & { organizationId: string; since: Date };

/**
 * Locks the usage of limits, in the order of their names, until the transaction ends.
 *
 * A limit used for the first time starts with what was given since its start, without gifts that were taken back. Those
 * starts come first and in the same order, so nobody holds a usage lock while waiting for somebody else's start.
 */
export async function lockLimitUsage(tx: Tx, limits: readonly CountedLimit[]): Promise<Usage> {
  const wanted = [...new Map(limits.map((limit) => [usageKey(limit), limit])).values()];
  if (wanted.length === 0) return new Map();
  for (;;) {
    const rows = await lockCounted(tx, wanted);
    if (rows.length === wanted.length) {
      const stale = new Set(rows.filter(({ isStale }) => isStale).map(usageKey));
      const anew = await countAnew(
        tx,
        wanted.filter((limit) => stale.has(usageKey(limit))),
      );
      return new Map([...rows, ...anew].map((row) => [usageKey(row), row.usedMinor]));
    }
    await beginCounting(tx, wanted);
  }
}

type CountedUse = LimitName & { usedMinor: bigint };

/** Locks the limits if all of them are counted; otherwise locks and returns none. */
async function lockCounted(
  tx: Tx,
  limits: readonly CountedLimit[],
): Promise<(CountedUse & { isStale: boolean })[]> {
  const counted = sql`limit_usage u join ${named(limits)} using (organization_id, kind, subject, period, currency)`;
  const { rows } = await sql<CountedUse & { isStale: boolean }>`
    select u.kind, u.subject, u.period, u.currency, u.used_minor as "usedMinor", ${isStaleAt(tx.now)} as "isStale"
      from ${counted} where ${limits.length} = (select count(*) from ${counted})
     order by u.kind, u.subject, u.period, u.currency for update of u`.execute(tx);
  return rows;
}

/** Recounts locked limits from the gifts, as they are once the lock is held. */
async function countAnew(tx: Tx, limits: readonly CountedLimit[]): Promise<CountedUse[]> {
  if (limits.length === 0) return [];
  const { rows } = await sql<CountedUse>`
    update limit_usage u set used_minor = ${countedInGifts()}, ceiling_minor = null, is_stale = false,
           counted_at = ${tx.now}
      from ${named(limits)} join ${starts(limits)}
     where (u.organization_id, u.kind, u.subject, u.period, u.currency)
         = (l.organization_id, l.kind, l.subject, l.period, l.currency)
    returning u.kind, u.subject, u.period, u.currency, u.used_minor as "usedMinor"`.execute(tx);
  return rows;
}

/** A limit's usage in minor units, read without a lock. */
export async function getLimitUsage(db: Reader, limit: CountedLimit, at: Date): Promise<bigint> {
  return (await listLimitUsage(db, [limit], at)).get(usageKey(limit)) ?? 0n;
}

/** The same for many limits. */
export async function listLimitUsage(db: Reader, limits: readonly CountedLimit[], at: Date): Promise<Usage> {
  if (limits.length === 0) return new Map();
  const { rows } = await sql<CountedUse>`
    select l.kind, l.subject, l.period, l.currency, coalesce(
             (select used_minor from limit_usage u
               where (u.organization_id, u.kind, u.subject, u.period, u.currency)
                   = (l.organization_id, l.kind, l.subject, l.period, l.currency) and not ${isStaleAt(at)}),
             ${countedInGifts()}) as "usedMinor"
      from ${named(limits)} join ${starts(limits)}`.execute(db);
  return new Map(rows.map((row) => [usageKey(row), row.usedMinor]));
}

/** Adds what gifts use to limits that this transaction has locked. The database refuses more than the ceiling. */
export async function addLimitUsage(
  tx: Tx,
  uses: readonly (LimitUse & { organizationId: string })[],
): Promise<void> {
  const rows = summedByLimit(uses);
  if (rows.length === 0) return;
  await sql`
    update limit_usage u
       set used_minor = u.used_minor + used.amount_minor, ceiling_minor = used.ceiling_minor, counted_at = ${tx.now}
      from unnest(
        ${rows.map((row) => row.organizationId)}::uuid[], ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.subject)}::text[], ${rows.map((row) => row.period)}::text[],
        ${rows.map((row) => row.currency)}::text[], ${rows.map((row) => row.amountMinor)}::bigint[],
        ${rows.map((row) => row.ceilingMinor)}::bigint[]
      ) used (organization_id, kind, subject, period, currency, amount_minor, ceiling_minor)
     where (u.organization_id, u.kind, u.subject, u.period, u.currency)
         = (used.organization_id, used.kind, used.subject, used.period, used.currency)`.execute(tx);
}

function summedByLimit<U extends LimitUse & { organizationId: string }>(uses: readonly U[]): U[] {
  const sums = new Map<string, U>();
  for (const use of uses) {
    const key = `${use.organizationId}|${usageKey(use)}`;
    const amountMinor = (sums.get(key)?.amountMinor ?? 0n) + use.amountMinor;
    sums.set(key, { ...use, amountMinor });
  }
  return [...sums.values()];
}

/** A gift whose money went back, which frees the limit usage it had. */
export type ReturnedGift = {
  organizationId: string;
  giverId: string;
  recipientId: string;
  departmentId: string;
  currency: string;
};

/**
 * Marks the usage of the people in returned gifts, by the records that are kept of them, as stale, so it is recounted from the gifts
 * that are left. Subtracting would be wrong: a department whose periods have changed since counts over a different stretch.
 *
 * Excludes anyone who starts to count at the same time: they would include the gifts that are being returned.
 */
export async function returnLimitUsage(tx: Tx, gifts: readonly ReturnedGift[]): Promise<void> {
  if (gifts.length === 0) return;
  const kept = await findKeptAmong(
    tx,
    gifts.flatMap(({ organizationId, giverId, recipientId }) =>
      [giverId, recipientId].map((personId) => ({ organizationId, personId })),
    ),
  );
  const limits = gifts.flatMap(({ organizationId, departmentId, currency, ...gift }) => {
    const giverId = kept.get(gift.giverId) ?? gift.giverId;
    const recipientId = kept.get(gift.recipientId) ?? gift.recipientId;
    const limit = { organizationId, currency };
    return [
      { ...limit, kind: 'giver', subject: giverSubject({ giverId, departmentId }) },
      { ...limit, kind: 'pair', subject: pairSubject({ giverId, recipientId, departmentId }) },
      { ...limit, kind: 'recipient', subject: recipientId },
    ];
  });
  await holdBeginnings(tx, limits, 'alone');
  await forget(
    tx,
    sql`(organization_id, kind, subject, currency) in (
      select * from unnest(
        ${limits.map((limit) => limit.organizationId)}::uuid[], ${limits.map((limit) => limit.kind)}::text[],
        ${limits.map((limit) => limit.subject)}::text[], ${limits.map((limit) => limit.currency)}::text[]))`,
  );
}

/** Marks every limit that counts what these people gave or got as stale: their records are one from now on. */
export async function forgetLimitsOf(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<void> {
  await holdBeginnings(tx, [{ organizationId }], 'alone');
  await forget(
    tx,
    sql`organization_id = ${organizationId} and (split_part(subject, ':', 1) = any (${[...personIds]}::text[])
      or (kind = 'pair' and split_part(subject, ':', 2) = any (${[...personIds]}::text[])))`,
  );
}

/** Limit `u` was marked, or rules that were planned have begun since it was counted. */
function isStaleAt(at: Date) {
  return sql`(u.is_stale or exists (
    select from planned_change p
     where p.organization_id = u.organization_id and p.currency = u.currency and p.withdrawn_at is null
       and p.from_at > u.counted_at and p.from_at <= ${at}))`;
}

/** Marks every limit of a currency as stale: new rules may need what was not counted before. */
export async function forgetLimitUsage(tx: Tx, organizationId: string, currency: string): Promise<void> {
  await forget(tx, sql`organization_id = ${organizationId} and currency = ${currency}`);
}

/** Locks in the same order as batches do. A plain update takes rows in storage order and could deadlock with a batch. */
async function forget(tx: Tx, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    with locked as (
      select organization_id, kind, subject, period, currency from limit_usage
       where ${which} order by kind, subject, period, currency for update)
    update limit_usage u set is_stale = true from locked l
     where (u.organization_id, u.kind, u.subject, u.period, u.currency)
         = (l.organization_id, l.kind, l.subject, l.period, l.currency)`.execute(tx);
}

/** Starts counting the limits that are not counted yet. */
async function beginCounting(tx: Tx, limits: readonly CountedLimit[]): Promise<void> {
  await holdBeginnings(tx, limits, 'together');
  await sql`
    insert into limit_usage (organization_id, kind, subject, period, currency, used_minor, counted_at)
    select l.organization_id, l.kind, l.subject, l.period, l.currency, ${countedInGifts()}, ${tx.now}::timestamptz
      from ${named(limits)} join ${starts(limits)}
     where not exists (
       select from limit_usage u
        where (u.organization_id, u.kind, u.subject, u.period, u.currency)
            = (l.organization_id, l.kind, l.subject, l.period, l.currency))
     order by l.kind, l.subject, l.period, l.currency
        on conflict do nothing`.execute(tx);
}

/** Held until the transaction ends. Any number may start counting together; whoever returns gifts runs alone. */
async function holdBeginnings(
  tx: Tx,
  limits: readonly { organizationId: string }[],
  how: 'together' | 'alone',
): Promise<void> {
  const lock = sql.raw(how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  const names = [...new Set(limits.map(({ organizationId }) => `limit_usage:${organizationId}`))].sort();
  await sql`
    select ${lock}(hashtextextended(name, 0))
      from unnest(${names}::text[]) with ordinality t (name, position) order by position`.execute(tx);
}

/**
 * How much of limit `l` the gifts requested since `s` use. A giver's gifts are found through their activity and a
 * recipient's through the gifts, because both have an index. A gift counts from when it was requested, even if it was
 * approved later.
 */
function countedInGifts() {
  return sql`coalesce(case l.kind
    when 'giver' then (
      select sum(g.amount_minor) from gift g
       where g.organization_id = l.organization_id and g.currency = l.currency and ${isKept}
         and g.department_id = s.department_id
         and g.created_at >= s.since and g.id in (
           select a.gift_id from activity a
            where a.organization_id = l.organization_id and a.actor_id = any (${recordsOf('s.giver_id')})
              and a.kind in ('gift.issued', 'gift.reserved') and a.at >= s.since))
    when 'pair' then (
      select sum(g.amount_minor) from gift g
       where g.organization_id = l.organization_id and g.currency = l.currency and ${isKept}
         and g.giver_id = any (${recordsOf('s.giver_id')}) and g.recipient_id = any (${recordsOf('s.recipient_id')})
         and g.department_id = s.department_id
         and g.created_at >= s.since)
    else (
      select sum(g.amount_minor) from gift g
       where g.organization_id = l.organization_id and g.currency = l.currency and ${isKept}
         and g.recipient_id = any (${recordsOf('s.recipient_id')})
         and g.created_at >= s.since)
    end, 0)::bigint`;
}

/** All records of somebody: theirs, and those that were merged into it. */
function recordsOf(person: string): RawBuilder<string[]> {
  const id = sql.ref(person);
  return sql`array(select ${id} union all select m.person_id from person_merge m
                    where m.organization_id = l.organization_id and m.kept_id = ${id})`;
}

/** The gift `g` has not expired and was not taken back, neither before nor after it was redeemed. */
const isKept = sql`g.status not in ('voided', 'expired') and (g.status <> 'redeemed' or not exists (
  select from entry e
   where e.organization_id = g.organization_id and e.subject_type = 'gift' and e.subject_id = g.id
     and e.kind = 'wallet.adjusted'))`;

/** The time from which limits count, by subject. */
function starts(limits: readonly CountedLimit[]) {
  const subjects = limits.map(limitSubject);
  return sql`unnest(
    ${limits.map(usageKey)}::text[], ${limits.map((limit) => limit.since)}::timestamptz[],
    ${subjects.map((one) => one.giverId)}::uuid[], ${subjects.map((one) => one.recipientId)}::uuid[],
    ${subjects.map((one) => one.departmentId)}::uuid[]) s (key, since, giver_id, recipient_id, department_id)
    on s.key = concat_ws('|', l.kind, l.subject, l.period, l.currency)`;
}

function named(limits: readonly (LimitName & { organizationId: string })[]) {
  return sql`unnest(
    ${limits.map((limit) => limit.organizationId)}::uuid[], ${limits.map((limit) => limit.kind)}::text[],
    ${limits.map((limit) => limit.subject)}::text[], ${limits.map((limit) => limit.period)}::text[],
    ${limits.map((limit) => limit.currency)}::text[]) l (organization_id, kind, subject, period, currency)`;
}
