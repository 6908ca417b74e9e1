import { accountNamed, type LockedAccount } from '#src/db/ledger/account.ts';
import type { Activity } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { AccountBalance } from '#src/db/wallet/holdings.ts';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import { legsBetween, type NewEntry, newEntry, type SubjectOf } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What moves from a record to the one that is kept, and why: they are merged, or a refund gave something back to the first. */
export type WalletMove = {
  organizationId: string;
  subject: SubjectOf<'wallet.merged'>;
  holdings: readonly AccountBalance[];
  keptId: string;
};

/** All accounts that a move touches, to be locked before it is planned. */
export function accountsOfMove({ holdings, keptId }: Pick<WalletMove, 'holdings' | 'keptId'>): AccountName[] {
  return holdings.flatMap(({ account }) => [account, keptBy(account, keptId)]);
}

/** The entry that moves everything at once, between locked accounts; none where there is nothing to move. */
export function planMoveEntry(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  {
    organizationId,
    subject,
    holdings,
    keptId,
    accounts,
  }: WalletMove & { accounts: readonly LockedAccount[] },
): NewEntry[] {
  if (holdings.length === 0) return [];
  const legs = holdings.flatMap(({ account, amountMinor }) =>
    legsBetween(
      accountNamed(accounts, account),
      accountNamed(accounts, keptBy(account, keptId)),
      amountMinor,
    ),
  );
  return [newEntry(deps, tx, { kind: 'wallet.merged', organizationId, subject, legs })];
}

/** Credit stays with its grant, and so with its day. */
function keptBy(account: AccountName, keptId: string): AccountName {
  return { ...account, ownerId: keptId };
}

/** How a move is remembered: with what it came to in each currency. */
export function moveActivities(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, subject, holdings, keptId, actorId }: WalletMove & { actorId: string | null },
): Activity[] {
  const sums = new Map<string, bigint>();
  for (const { account, amountMinor } of holdings)
    sums.set(account.currency, (sums.get(account.currency) ?? 0n) + amountMinor);
  const base = { organizationId, at: tx.now, kind: 'wallet.merged' as const, actorId, subjectId: keptId };
  return [...sums].map(([currency, amountMinor]) => ({
    ...base,
    id: newId(),
    detail: { [`${subject.type}Id`]: subject.id, currency, amountMinor: amountMinor.toString() },
  }));
}
