import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { type AccountKind, WALLET_KINDS } from '#src/domain/ledger/accounts.ts';
import { allowsLeg, type EntryKind } from '#src/domain/ledger/entries.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { listRecordIds } from '#src/db/people/person-merge.ts';
import { findWalletOwner } from './find-wallet-owner.ts';

/** One movement of what a person holds in a currency, in minor units; what went out is below zero. */
export type WalletRow = {
  entryId: string;
  at: Date;
  kind: EntryKind;
  amountMinor: bigint;
  /** All that the person held in this currency right after it. */
  balanceAfterMinor: bigint;
  currency: string;
  gift?: { giftId: string; giverName: string; message: string };
  /** Why, where somebody said so. */
  note?: string;
};

/** From `from`, before `to`. `before`: the `next` of the page before. `limit`: rows a page, at least one. */
export type WalletFilter = {
  currency: string;
  kind?: EntryKind | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  before?: string | undefined;
  limit: number;
};

/** A page of movements, newest first. `next`: where the page after it begins; undefined on the last one. */
export type WalletHistory = { rows: WalletRow[]; next: string | undefined };

/**
 * How what a person holds in a currency came about; undefined when the reader may not see the wallet. A `before` that no page
 * gave begins at the newest.
 *
 * Records that were merged into theirs are shown with it as one: what moved between them is left out. Each row's balance is looked up and not added up, so that it is right whatever the filter leaves out.
 */
export async function listWalletHistory(
  db: Reader,
  scope: Scope,
  personId: string,
  filter: WalletFilter,
): Promise<WalletHistory | undefined> {
  const owner = await findWalletOwner(db, scope, personId);
  if (!owner) return undefined;
  const ids = await listRecordIds(db, { organizationId: owner.organizationId, personId: owner.id });
  const { rows } = await sql<Row>`${page({ organizationId: owner.organizationId, ids }, filter)}`.execute(db);
  const shown = rows.slice(0, filter.limit);
  return {
    rows: shown.map(walletRowOf),
    next: rows.length > shown.length ? shown.at(-1)?.firstPosting : undefined,
  };
}

type Row = Omit<WalletRow, 'gift' | 'note'> & {
  firstPosting: string;
  giftId: string | null;
  giverName: string | null;
  message: string | null;
  note: string | null;
};

function walletRowOf({ giftId, giverName, message, note, ...row }: Row): WalletRow {
  const { entryId, at, kind, amountMinor, balanceAfterMinor, currency } = row;
  const gift =
    giftId === null ? {} : { gift: { giftId, giverName: giverName ?? '', message: message ?? '' } };
  return { entryId, at, kind, amountMinor, balanceAfterMinor, currency, ...gift, ...(note ? { note } : {}) };
}

/** `ids`: of all their records. */
type Owner = { organizationId: string; ids: readonly string[] };

/**
 * One row more than the page has. An entry's postings come one right after the other, so that a page begins before the first
 * of the entry that the page before it ended with.
 */
function page({ organizationId, ids }: Owner, filter: WalletFilter): RawBuilder<unknown> {
  const { currency, limit } = filter;
  const most = limit + 1;
  return sql`
    with held as materialized (
      select id, kind from account
       where organization_id = ${organizationId} and kind = any (${[...WALLET_KINDS]}::text[]) and owner_id = any (${[...ids]}::uuid[])
         and currency = ${currency}),
    moved as materialized (
      select p.entry_id, min(p.id) as first_posting, max(p.id) as last_posting, sum(p.amount)::bigint as amount
        from ${isRare(filter) ? ofRareKind(organizationId, filter) : newest({ organizationId, ids }, filter, most)}
       group by p.entry_id order by 3 desc limit ${most})
    select m.entry_id as "entryId", m.first_posting::text as "firstPosting", e.occurred_at as at, e.kind, m.amount as "amountMinor",
           balance.total as "balanceAfterMinor", ${currency}::text as currency, g.id as "giftId", giver.name as "giverName", r.message,
           ${note(organizationId)} as note
      from moved m
      join entry e on e.organization_id = ${organizationId} and e.id = m.entry_id
     cross join lateral (
       select coalesce(sum(last.balance_after), 0)::bigint as total
         from held
        cross join lateral (
          select q.balance_after from posting q
           where q.organization_id = ${organizationId} and q.account_id = held.id and q.id <= m.last_posting
           order by q.id desc limit 1) last) balance
      left join gift g on e.subject_type = 'gift' and g.organization_id = ${organizationId} and g.id = e.subject_id
      left join person giver on giver.organization_id = ${organizationId} and giver.id = g.giver_id
      left join recognition r on r.organization_id = ${organizationId} and r.id = g.recognition_id
     order by m.last_posting desc`;
}

/** The last postings of each account: most pages are a look at their ends. */
function newest({ organizationId, ids }: Owner, filter: WalletFilter, most: number): RawBuilder<unknown> {
  return sql`held cross join lateral (
         select p.id, p.entry_id, p.amount from posting p
          where p.organization_id = ${organizationId} and p.account_id = held.id
            ${startsBefore(filter.before)} ${ofEntries(organizationId, filter)} ${ids.length > 1 ? betweenOthers : sql``}
          order by p.id desc limit ${most}) p
       where held.kind = any (${touchedBy(filter.kind)}::text[])`;
}

/** What moved between records of one person is no movement of theirs. */
const betweenOthers = sql`and not exists (
  select from entry m where m.organization_id = p.organization_id and m.id = p.entry_id and m.kind = 'wallet.merged')`;

/** What few people ever see, in the whole organization: each takes a second person. Migration 0051 has an index of them. */
const RARE_KINDS: readonly EntryKind[] = ['wallet.adjusted', 'wallet.closed'];

function isRare({ kind }: WalletFilter): boolean {
  return kind !== undefined && RARE_KINDS.includes(kind);
}

/** The other way round: a few entries, and which of them are of these accounts. Somebody may have ten thousand others. */
function ofRareKind(organizationId: string, filter: WalletFilter): RawBuilder<unknown> {
  const { kind, from, to, before } = filter;
  const kinds = sql.join(RARE_KINDS.map((one) => sql.lit(one)));
  return sql`entry e
        join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
         and p.account_id in (select id from held) ${startsBefore(before)}
       where e.organization_id = ${organizationId} and e.kind = ${kind} and e.kind in (${kinds}) ${within({ from, to })}`;
}

/** The accounts among which movements of a kind are looked for: credits need not be looked for among ten thousand gifts. */
function touchedBy(kind: EntryKind | undefined): AccountKind[] {
  return WALLET_KINDS.filter((one) => !kind || allowsLeg(kind, one, 1n) || allowsLeg(kind, one, -1n));
}

function startsBefore(before: string | undefined): RawBuilder<unknown> {
  return before !== undefined && /^\d{1,18}$/u.test(before) ? sql`and p.id < ${before}::bigint` : sql``;
}

function ofEntries(organizationId: string, { kind, from, to }: WalletFilter): RawBuilder<unknown> {
  if (!kind && !from && !to) return sql``;
  return sql`and exists (
    select from entry e
     where e.organization_id = ${organizationId} and e.id = p.entry_id
       ${kind ? sql`and e.kind = ${kind}` : sql``} ${within({ from, to })})`;
}

function within({ from, to }: Pick<WalletFilter, 'from' | 'to'>): RawBuilder<unknown> {
  return sql`${from ? sql`and e.occurred_at >= ${from}` : sql``} ${to ? sql`and e.occurred_at < ${to}` : sql``}`;
}

/** What credit was granted for, why something was taken back, as its owner was told, and where something was bought, and what. */
function note(organizationId: string): RawBuilder<unknown> {
  return sql`case when e.kind = 'promo.taken-back' or (e.kind = 'wallet.adjusted' and e.subject_type = 'gift') then (
      select a.reason from approval a
       where a.organization_id = ${organizationId} and a.kind in ('void', 'promo') and a.subject_id = e.subject_id
         and a.status = 'approved'
       limit 1)
    when e.subject_type = 'closing' then (
      select c.reason from wallet_closing c where c.organization_id = ${organizationId} and c.id = e.subject_id)
    when e.subject_type in ('checkout', 'refund') then (
      select concat_ws(': ', m.name, nullif(c.description, ''))
        from checkout c
        join marketplace m on m.organization_id = c.organization_id and m.id = c.marketplace_id
       where c.organization_id = ${organizationId}
         and c.id = case e.subject_type when 'checkout' then e.subject_id
                      else (select r.checkout_id from refund r where r.organization_id = ${organizationId} and r.id = e.subject_id) end)
    when e.subject_type = 'grant' then (
      select o.reason from promo_grant o where o.organization_id = ${organizationId} and o.id = e.subject_id) end`;
}
