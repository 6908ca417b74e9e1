import { sql } from 'kysely';
import { type LimitName, type LimitUse, type Usage, usageKey } from '#src/domain/limits.ts';
import type { Reader, Tx } from './schema.ts';

/** A limit to be counted, with whose it is and since when what was given counts. */
export type CountedLimit = LimitName & { organizationId: string; since: Date };

/**
 * Locks how much of some limits is used, in the order of their names, until the transaction ends.
 *
 * A limit that was never asked for begins with what was given since its start; gifts that came to nothing are not in it.
 */
export async function lockLimitUsage(tx: Tx, limits: readonly CountedLimit[]): Promise<Usage> {
  const wanted = [...new Map(limits.map((limit) => [usageKey(limit), limit])).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, limit]) => limit);
  if (wanted.length === 0) return new Map();
  for (;;) {
    const { rows } = await sql<LimitName & { usedMinor: bigint }>`
      select u.kind, u.subject, u.period, u.currency, u.used_minor as "usedMinor"
        from limit_usage u join ${named(wanted)} using (organization_id, kind, subject, period, currency)
       order by u.kind, u.subject, u.period, u.currency for update of u`.execute(tx);
    const usage = new Map(rows.map((row) => [usageKey(row), row.usedMinor]));
    const missing = wanted.filter((limit) => !usage.has(usageKey(limit)));
    if (missing.length === 0) return usage;
    await beginCounting(tx, missing);
  }
}

/** How much of a limit is used, minor units, without a lock. */
export async function readLimitUsage(db: Reader, limit: CountedLimit): Promise<bigint> {
  const { rows } = await sql<{ usedMinor: bigint }>`
    select coalesce(
             (select used_minor from limit_usage u
               where (u.organization_id, u.kind, u.subject, u.period, u.currency)
                   = (l.organization_id, l.kind, l.subject, l.period, l.currency)),
             ${countedInGifts()}) as "usedMinor"
      from ${named([limit])} cross join ${starts([limit])}`.execute(db);
  return rows[0]?.usedMinor ?? 0n;
}

/** Counts what gifts use of limits that this transaction has locked. The database refuses what is above a ceiling. */
export async function addLimitUsage(
  tx: Tx,
  uses: readonly (LimitUse & { organizationId: string })[],
): Promise<void> {
  const rows = summedByLimit(uses);
  if (rows.length === 0) return;
  await sql`
    update limit_usage u
       set used_minor = greatest(u.used_minor + used.amount_minor, 0), ceiling_minor = used.ceiling_minor
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

/** A gift whose money went back: what it had used of limits is free again. `year` as it was counted, `2026`. */
export type ReturnedGift = {
  organizationId: string;
  giverId: string;
  recipientId: string;
  period: string | null;
  year: string;
  currency: string;
  amountMinor: bigint;
};

/** Gives back what gifts had used of limits, where that is counted. */
export async function returnLimitUsage(tx: Tx, gifts: readonly ReturnedGift[]): Promise<void> {
  const uses = gifts
    .flatMap((gift) => {
      const { organizationId, giverId, recipientId, currency, amountMinor, year } = gift;
      const period = gift.period ?? '';
      const back = { organizationId, currency, amountMinor: -amountMinor, ceilingMinor: null };
      return [
        { ...back, kind: 'giver' as const, subject: giverId, period },
        { ...back, kind: 'pair' as const, subject: `${giverId}:${recipientId}`, period },
        { ...back, kind: 'recipient' as const, subject: recipientId, period: year },
      ];
    })
    .toSorted((a, b) => (usageKey(a) < usageKey(b) ? -1 : 1));
  await lockExistingUsage(tx, uses);
  await addLimitUsage(tx, uses);
}

/** Lets every limit of a currency be counted anew: rules that change may ask for what was not counted before. */
export async function forgetLimitUsage(tx: Tx, organizationId: string, currency: string): Promise<void> {
  await tx
    .deleteFrom('limit_usage')
    .where('organization_id', '=', organizationId)
    .where('currency', '=', currency)
    .execute();
}

async function lockExistingUsage(
  tx: Tx,
  limits: readonly (LimitName & { organizationId: string })[],
): Promise<void> {
  if (limits.length === 0) return;
  await sql`
    select from limit_usage u join ${named(limits)} using (organization_id, kind, subject, period, currency)
     order by u.kind, u.subject, u.period, u.currency for update of u`.execute(tx);
}

async function beginCounting(tx: Tx, limits: readonly CountedLimit[]): Promise<void> {
  await sql`
    insert into limit_usage (organization_id, kind, subject, period, currency, used_minor)
    select l.organization_id, l.kind, l.subject, l.period, l.currency, ${countedInGifts()}
      from ${named(limits)} join ${starts(limits)} on s.key = concat_ws('|', l.kind, l.subject, l.period, l.currency)
     order by l.kind, l.subject, l.period, l.currency
        on conflict do nothing`.execute(tx);
}

/**
 * What gifts say of the limit `l` since `s`. What somebody gave is found by their activity, what somebody got by the gifts
 * themselves: both have an index.
 */
function countedInGifts() {
  return sql`coalesce(case l.kind
    when 'giver' then (
      select sum(g.amount_minor) from gift g
       where g.organization_id = l.organization_id and g.currency = l.currency and g.status <> 'voided'
         and g.id in (
           select a.gift_id from activity a
            where a.organization_id = l.organization_id and a.actor_id = l.subject::uuid
              and a.kind in ('gift.issued', 'gift.reserved') and a.at >= s.since))
    else (
      select sum(g.amount_minor) from gift g
       where g.organization_id = l.organization_id and g.currency = l.currency and g.status <> 'voided'
         and g.recipient_id = split_part(l.subject, ':', case l.kind when 'pair' then 2 else 1 end)::uuid
         and (l.kind = 'recipient' or g.giver_id = split_part(l.subject, ':', 1)::uuid)
         and g.created_at >= s.since)
    end, 0)::bigint`;
}

function starts(limits: readonly CountedLimit[]) {
  return sql`unnest(
    ${limits.map(usageKey)}::text[], ${limits.map((limit) => limit.since)}::timestamptz[]) s (key, since)`;
}

function named(limits: readonly (LimitName & { organizationId: string })[]) {
  return sql`unnest(
    ${limits.map((limit) => limit.organizationId)}::uuid[], ${limits.map((limit) => limit.kind)}::text[],
    ${limits.map((limit) => limit.subject)}::text[], ${limits.map((limit) => limit.period)}::text[],
    ${limits.map((limit) => limit.currency)}::text[]) l (organization_id, kind, subject, period, currency)`;
}
