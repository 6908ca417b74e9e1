import { insertGivenBack } from '#src/db/checkout/refund.ts';
import { accountNamed, type LockedAccount } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { listByRoles, lockPerson } from '#src/db/people/person.ts';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import { type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import type { Back } from './plan-back.ts';

type BackDeps = Pick<Deps, 'newId'>;

/** What is given back, out of which account: what is held for the checkout, or what the marketplace was paid. */
type Giving = {
  checkout: Checkout;
  backs: readonly Back[];
  accounts: readonly LockedAccount[];
  from: AccountName;
  refundId: string | null;
};

/** The accounts that money goes back to. */
export function accountsOf(backs: readonly Back[]): AccountName[] {
  return backs.flatMap(({ account }) => account ?? []);
}

/** The entries that give money back out of a locked account: one to the wallet, one to where a closed wallet's funds went. */
export function planBackEntries(
  deps: BackDeps,
  tx: Tx,
  { checkout: { organizationId, id }, backs, accounts, from, refundId }: Giving,
): NewEntry[] {
  const source = accountNamed(accounts, from);
  const subject =
    refundId === null ? { type: 'checkout' as const, id } : { type: 'refund' as const, id: refundId };
  const toWallet = backs.filter(({ way }) => way === 'wallet' || way === 'restored');
  const adjusted = backs.filter(({ way }) => way === 'adjusted');
  const entries: NewEntry[] = [];
  if (toWallet.length > 0) {
    const legs = legsOf(toWallet, { source, accounts });
    entries.push(
      subject.type === 'refund'
        ? newEntry(deps, tx, { kind: 'checkout.refunded', organizationId, subject, legs })
        : newEntry(deps, tx, { kind: 'checkout.voided', organizationId, subject, legs }),
    );
  }
  if (adjusted.length > 0) {
    const legs = legsOf(adjusted, { source, accounts });
    entries.push(newEntry(deps, tx, { kind: 'wallet.adjusted', organizationId, subject, legs }));
  }
  return entries;
}

function legsOf(
  backs: readonly Back[],
  { source, accounts }: { source: LockedAccount; accounts: readonly LockedAccount[] },
) {
  const targets = backs.flatMap(({ account, amountMinor }) =>
    account ? [{ accountId: accountNamed(accounts, account).id, amount: amountMinor }] : [],
  );
  const totalMinor = targets.reduce((sum, { amount }) => sum + amount, 0n);
  return [{ accountId: source.id, amount: -totalMinor }, ...targets];
}

/** Keeps what was given back, and tells finance of what a closed wallet could not take. */
export async function recordBack(deps: BackDeps, tx: Tx, checkout: Checkout, backs: readonly Back[]) {
  await insertGivenBack(tx, backs);
  for (const back of backs) {
    if (back.way === 'adjusted') await tellFinance(deps, tx, checkout, back);
  }
}

async function tellFinance(
  deps: BackDeps,
  tx: Tx,
  { organizationId, id: checkoutId, personId: subjectId, currency }: Checkout,
  { id: backId, amountMinor, account, refundId, closingId }: Back,
): Promise<void> {
  const way = account?.kind === 'paid_out' ? 'pay-out' : 'return';
  const about = { checkoutId, ...(refundId !== null && { refundId }), closingId, way };
  const detail = { ...about, amountMinor: amountMinor.toString(), currency };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'wallet.adjusted', subjectId, detail },
  ]);
  const { name } = await lockPerson(tx, organizationId, subjectId);
  const told = { name, money: storeMoney({ amountMinor, currency }), way };
  const readers = await listByRoles(tx, organizationId, ['finance']);
  await notify(
    deps,
    tx,
    readers.map((personId) => {
      return { organizationId, personId, subjectId: backId, kind: 'wallet.adjusted' as const, detail: told };
    }),
  );
}
