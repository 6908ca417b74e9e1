import { sql } from 'kysely';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import { type EntryKind, type EntryName, fundsBudgets, type NewEntry } from '#src/domain/ledger/entries.ts';
import { type Account, type Posting, settle } from '#src/domain/ledger/settle.ts';
import { insertOf } from '#src/db/kit/insert-many.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { type Write, writeTogether } from '#src/db/kit/write-together.ts';

/** A locked account with its name. `funded`: what came into a budget otherwise than by gifts that came back, minor units. */
export type LockedAccount = Account & AccountName & { funded: bigint };

/**
 * Opens the accounts that are missing and locks all of them until the transaction ends.
 *
 * They are locked in id order, so that transactions that share accounts queue up and never deadlock. Opening goes in
 * the order of names for the same reason, and comes first: nobody who waits for another's opening holds a lock.
 */
export async function lockAccounts(
  tx: Tx,
  names: readonly AccountName[],
  newId: () => string,
): Promise<LockedAccount[]> {
  const sorted = [...new Map(names.map((name) => [keyOf(name), name])).entries()].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const wanted = sorted.map(([, name]) => name);
  if (wanted.length === 0) return [];
  const locked = await lockExisting(tx, wanted);
  if (locked.length === wanted.length) return locked;
  const existing = new Set((await findExisting(tx, wanted)).map(keyOf));
  const missing = wanted.filter((name) => !existing.has(keyOf(name)));
  if (missing.length > 0) await openAccounts(tx, missing, newId);
  return lockExisting(tx, wanted);
}

/** The locked account of this name, if it is among them. */
export function findAccountNamed<A extends LockedAccount>(
  accounts: readonly A[],
  name: AccountName,
): A | undefined {
  return accounts.find((candidate) => isNamed(candidate, name));
}

/** Compared from what differs most: batches look for each of a thousand among as many. */
function isNamed(
  account: AccountName,
  { organizationId, kind, ownerId, period, currency }: AccountName,
): boolean {
  return (
    account.ownerId === ownerId &&
    account.kind === kind &&
    account.period === period &&
    account.currency === currency &&
    account.organizationId === organizationId
  );
}

/** The one locked account of this name. Throws when it was not asked for. */
export function accountNamed(accounts: readonly LockedAccount[], name: AccountName): LockedAccount {
  const account = findAccountNamed(accounts, name);
  if (!account) throw new Error(`account ${keyOf(name)} is not locked`);
  return account;
}

/**
 * Posts entries to accounts that this transaction has locked. The database moves the balances and holds the floors.
 *
 * @returns the accounts with their new balances.
 */
export async function postEntries<A extends Account & { funded: bigint }>(
  tx: Tx,
  entries: readonly NewEntry[],
  accounts: readonly A[],
): Promise<A[]> {
  const postings = settle(entries, accounts);
  await writeTogether(tx, [entryRows(entries), postingRows(postings)]);
  const after = new Map(postings.map((posting) => [posting.accountId, posting.balanceAfter]));
  const funding = fundingOf(entries);
  return accounts.map((account) => ({
    ...account,
    balance: after.get(account.id) ?? account.balance,
    funded: account.funded + (funding.get(account.id) ?? 0n),
  }));
}

/** The rows of entries to accounts that this transaction has locked, to be written with others. See `postEntries`. */
export function entryWrites(entries: readonly NewEntry[], accounts: readonly Account[]): Write[] {
  return [entryRows(entries), postingRows(settle(entries, accounts))];
}

/** What entries about budgets move into each account; only budgets keep it. */
function fundingOf(entries: readonly NewEntry[]): Map<string, bigint> {
  const funding = new Map<string, bigint>();
  for (const { kind, legs } of entries) {
    if (!fundsBudgets(kind)) continue;
    for (const { accountId, amount } of legs) {
      funding.set(accountId, (funding.get(accountId) ?? 0n) + amount);
    }
  }
  return funding;
}

function entryRows(entries: readonly NewEntry[]): Write {
  return insertOf('entry', entries, {
    organization_id: ['uuid', (entry) => entry.organizationId],
    id: ['uuid', (entry) => entry.id],
    kind: ['text', (entry) => entry.kind],
    key: ['text', (entry) => entry.key],
    subject_type: ['text', ({ subject }) => subject.type],
    subject_id: ['uuid', ({ subject }) => subject.id],
    occurred_at: ['timestamptz', (entry) => entry.occurredAt],
  });
}

function postingRows(postings: readonly Posting[]): Write {
  return insertOf('posting', postings, {
    organization_id: ['uuid', (posting) => posting.organizationId],
    entry_id: ['uuid', (posting) => posting.entryId],
    account_id: ['uuid', (posting) => posting.accountId],
    currency: ['text', (posting) => posting.currency],
    amount: ['bigint', (posting) => posting.amount],
    balance_after: ['bigint', (posting) => posting.balanceAfter],
  });
}

/** Those of some accounts that no entry was ever posted to. One that holds something was. */
export async function findUntouched<A extends Account>(db: Reader, accounts: readonly A[]): Promise<A[]> {
  const empty = accounts.filter(({ balance }) => balance === 0n);
  if (empty.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select a.id
      from unnest(${empty.map((one) => one.organizationId)}::uuid[], ${empty.map((one) => one.id)}::uuid[])
        a (organization_id, id)
     where not exists (
       select from posting p where p.organization_id = a.organization_id and p.account_id = a.id)`.execute(
    db,
  );
  return empty.filter((account) => rows.some((row) => row.id === account.id));
}

/** Whether an entry of a kind about something was posted already. Lock its accounts first, so that it cannot be posted meanwhile. */
export async function isPosted<K extends EntryKind>(
  db: Reader,
  organizationId: string,
  { kind, subject }: EntryName<K>,
): Promise<boolean> {
  const { rows } = await sql`
    select from entry
     where organization_id = ${organizationId} and subject_type = ${subject.type} and subject_id = ${subject.id}
       and kind = ${kind}
     limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * What funding gave to a budget and took back, minor units; what was carried or moved is not in it, nor what was written
 * off, which no policy grants.
 */
export async function sumGrants(db: Reader, account: Account): Promise<bigint> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(-p.amount), 0)::bigint as sum
      from account f
      join posting p on p.organization_id = f.organization_id and p.account_id = f.id
      join posting q on q.organization_id = p.organization_id and q.entry_id = p.entry_id and q.account_id = ${account.id}
      join entry e on e.organization_id = p.organization_id and e.id = p.entry_id and e.subject_type <> 'write-off'
     where f.organization_id = ${account.organizationId} and f.kind = 'funding' and f.currency = ${account.currency}`.execute(
    db,
  );
  return rows[0]?.sum ?? 0n;
}

/** An account as it was read. `isUsed`: something was posted to it. */
export type SeenAccount = LockedAccount & { isUsed: boolean };

/** Those of some accounts that are open, without a lock. */
export async function findAccounts(db: Reader, names: readonly AccountName[]): Promise<SeenAccount[]> {
  const { rows } = await sql<SeenAccount>`
    select a.*, exists (
             select from posting p where p.organization_id = a."organizationId" and p.account_id = a.id) as "isUsed"
      from (${selectNamed(names)}) a`.execute(db);
  return rows;
}

/** Locks the accounts if all of them are open, otherwise none: it returns none then. */
async function lockExisting(tx: Tx, names: readonly AccountName[]): Promise<LockedAccount[]> {
  const { rows } = await sql<LockedAccount>`
    ${selectNamed(names)}
       and ${names.length} = (select count(*) from account a join named using (organization_id, kind, owner_id, period, currency))
     order by id for update of account`.execute(tx);
  return rows;
}

async function findExisting(tx: Tx, names: readonly AccountName[]): Promise<AccountName[]> {
  const { rows } = await sql<AccountName>`${selectNamed(names)}`.execute(tx);
  return rows;
}

function selectNamed(names: readonly AccountName[]) {
  return sql`
    with named as (
      select * from unnest(
        ${names.map((name) => name.organizationId)}::uuid[], ${names.map((name) => name.kind)}::text[],
        ${names.map((name) => name.ownerId)}::uuid[], ${names.map((name) => name.period)}::text[],
        ${names.map((name) => name.currency)}::text[]) named (organization_id, kind, owner_id, period, currency))
    select account.organization_id as "organizationId", id, kind, owner_id as "ownerId", period, currency, balance, funded
      from account
     where (organization_id, kind, owner_id, period, currency) in (select * from named)`;
}

async function openAccounts(tx: Tx, names: readonly AccountName[], newId: () => string): Promise<void> {
  await tx
    .insertInto('account')
    .values(
      names.map(({ organizationId, kind, ownerId, period, currency, isFloorless = false }) => ({
        organization_id: organizationId,
        id: newId(),
        kind,
        owner_id: ownerId,
        period,
        currency,
        floor: isFloorless ? null : 0n,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function keyOf({ organizationId, kind, ownerId, period, currency }: AccountName): string {
  return [organizationId, kind, ownerId, period, currency].join('|');
}

/** Lets a budget go below zero, or no longer. The database refuses a floor that the balance is below. */
export async function saveFloor(
  tx: Tx,
  { organizationId, id }: Account,
  floor: bigint | null,
): Promise<void> {
  await tx
    .updateTable('account')
    .set({ floor })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}
