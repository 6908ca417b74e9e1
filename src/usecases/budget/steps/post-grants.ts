import { accountNamed, type LockedAccount, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Leg, NewEntry } from '#src/domain/ledger/settle.ts';
import { fundingAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type PostDeps = Pick<Deps, 'newId'>;

/** Money to move between the organization's funding and a locked budget: in when positive, back out when negative. */
export type Grant = { account: LockedAccount; amountMinor: bigint; key: string };

/** Posts grants to locked accounts and returns those accounts with their new balances. */
export async function postGrants(
  deps: PostDeps,
  tx: Tx,
  grants: readonly Grant[],
  accounts: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  if (grants.length === 0) return [...accounts];
  const funding = await lockFunding(
    deps,
    tx,
    grants.map(({ account }) => account),
  );
  const entries = grants.flatMap(({ account, amountMinor, key }) => {
    const source = accountNamed(funding, fundingAccount(account.organizationId, account.currency));
    return amountMinor > 0n
      ? moved(deps, tx, 'budget.granted', key, { from: source, to: account, amountMinor })
      : moved(deps, tx, 'budget.returned', key, { from: account, to: source, amountMinor: -amountMinor });
  });
  const after = await postEntries(tx, entries, [...funding, ...accounts]);
  return after.filter(({ kind }) => kind !== 'funding');
}

/** The entry that moves money between two budgets, or between a budget and funding; undefined for an amount of zero. */
export function moved(
  deps: PostDeps,
  tx: Tx,
  kind: 'budget.granted' | 'budget.returned' | 'budget.carried' | 'budget.moved',
  key: string,
  { from, to, amountMinor }: { from: LockedAccount; to: LockedAccount; amountMinor: bigint },
): NewEntry[] {
  if (amountMinor === 0n) return [];
  const legs: Leg[] = [
    { accountId: from.id, amount: -amountMinor },
    { accountId: to.id, amount: amountMinor },
  ];
  const { organizationId } = to;
  return [{ id: deps.newId(), organizationId, kind, key, occurredAt: tx.now, legs }];
}

/** Funding is locked last, so it can never be part of a deadlock. */
export function lockFunding(
  deps: PostDeps,
  tx: Tx,
  accounts: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  const names = accounts.map(({ organizationId, currency }) => fundingAccount(organizationId, currency));
  return lockAccounts(tx, names, deps.newId);
}
