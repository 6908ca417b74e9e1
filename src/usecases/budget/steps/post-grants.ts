import { accountNamed, type LockedAccount, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import {
  type EntryName,
  legsBetween,
  type NewEntry,
  newEntry,
  type SubjectOf,
} from '#src/domain/ledger/entries.ts';
import { fundingAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type PostDeps = Pick<Deps, 'newId'>;

/** What a grant is about: a period that opens or a top-up, which only bring money in, or a policy. */
export type GrantSubject = SubjectOf<'budget.granted'>;

/** Money to move between the organization's funding and a locked budget: in when positive, back out when negative. */
export type BudgetGrant = { account: LockedAccount; amountMinor: bigint; subject: GrantSubject };

/** Posts grants to locked accounts and returns those accounts with their new balances. */
export async function postGrants(
  deps: PostDeps,
  tx: Tx,
  grants: readonly BudgetGrant[],
  accounts: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  const funding = await lockFunding(
    deps,
    tx,
    grants.map(({ account }) => account),
  );
  const entries = grants.flatMap(({ account, amountMinor, subject }) => {
    const source = accountNamed(funding, fundingAccount(account.organizationId, account.currency));
    if (amountMinor >= 0n) {
      return moved(deps, tx, { kind: 'budget.granted', subject }, { from: source, to: account, amountMinor });
    }
    const back = { from: account, to: source, amountMinor: -amountMinor };
    return moved(deps, tx, { kind: 'budget.returned', subject: settingOf(subject) }, back);
  });
  const after = await postEntries(tx, entries, [...funding, ...accounts]);
  return after.filter(({ kind }) => kind !== 'funding');
}

/** Only a policy change takes money out again. */
function settingOf({ type, ...subject }: GrantSubject): SubjectOf<'budget.returned'> {
  if (type !== 'policy') throw new Error(`nothing goes back to funding for a ${type}`);
  return { type, ...subject };
}

/** The entry that moves money between two budgets, or between a budget and funding; none for an amount of zero. */
export function moved<K extends 'budget.granted' | 'budget.returned' | 'budget.carried' | 'budget.moved'>(
  deps: PostDeps,
  tx: Tx,
  name: EntryName<K>,
  { from, to, amountMinor }: { from: LockedAccount; to: LockedAccount; amountMinor: bigint },
): NewEntry[] {
  if (amountMinor === 0n) return [];
  const { organizationId } = to;
  return [newEntry(deps, tx, { ...name, organizationId, legs: legsBetween(from, to, amountMinor) })];
}

/** Funding is locked after all other accounts, so it can never be part of a deadlock. */
export function lockFunding(
  deps: PostDeps,
  tx: Tx,
  accounts: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  const names = accounts.map(({ organizationId, currency }) => fundingAccount(organizationId, currency));
  return lockAccounts(tx, names, deps.newId);
}
