import { transact } from '#src/db/kit/transact.ts';
import { accountNamed, type LockedAccount, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { type Activity, insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertPurchases, lockActive, type SamplePurchase } from '#src/db/report/sample-purchases.ts';
import { HOLD_MS } from '#src/domain/checkout/checkout.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { heldAccount, settledAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SampleDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** What somebody of a sample company wants to buy, where. */
export type SampleWish = Money & { personId: string; marketplaceId: string };

/**
 * Buys for people of a sample company who are still there and whose gift money is enough: each purchase is held and taken at once.
 * Gives how many there were.
 */
export async function buyForSample(
  deps: SampleDeps,
  { organizationId, wishes }: { organizationId: string; wishes: readonly SampleWish[] },
): Promise<number> {
  return transact(deps, async (tx) => {
    const active = await lockActive(
      tx,
      organizationId,
      wishes.map(({ personId }) => personId),
    );
    const asked = wishes
      .filter(({ personId }) => active.has(personId))
      .map((wish) => purchaseOf(deps, tx, { ...wish, organizationId }));
    const accounts = await lockAccounts(
      tx,
      asked.flatMap((one) => Object.values(accountsOf(one))),
      deps.newId,
    );
    const purchases = affordable(asked, accounts);
    await insertPurchases(tx, purchases);
    const entries = purchases.flatMap((purchase) => entriesOf(deps, tx, purchase, accounts));
    await postEntries(tx, entries, accounts);
    await insertActivities(
      tx,
      purchases.flatMap((purchase) => activitiesOf(deps, purchase)),
    );
    return purchases.length;
  });
}

function purchaseOf(
  { newId }: SampleDeps,
  { now: madeAt }: Tx,
  wish: SampleWish & { organizationId: string },
): SamplePurchase {
  const expiresAt = new Date(madeAt.getTime() + HOLD_MS);
  return { ...wish, id: newId(), tenderId: newId(), madeAt, expiresAt };
}

function accountsOf(purchase: SamplePurchase) {
  const { organizationId, personId, marketplaceId: id, currency } = purchase;
  return {
    wallet: walletAccount(organizationId, personId, currency),
    held: heldAccount(purchase),
    settled: settledAccount({ organizationId, id, currency }),
  };
}

/** Those that the wallets pay, one after the other. */
function affordable(
  asked: readonly SamplePurchase[],
  accounts: readonly LockedAccount[],
): readonly SamplePurchase[] {
  const left = new Map(accounts.map(({ id, balance }) => [id, balance]));
  return asked.filter((purchase) => {
    const { id, balance } = accountNamed(accounts, accountsOf(purchase).wallet);
    const after = (left.get(id) ?? balance) - purchase.amountMinor;
    if (after < 0n) return false;
    left.set(id, after);
    return true;
  });
}

function entriesOf(
  deps: SampleDeps,
  tx: Tx,
  purchase: SamplePurchase,
  accounts: readonly LockedAccount[],
): NewEntry[] {
  const { organizationId, id, amountMinor } = purchase;
  const { wallet, held, settled } = accountsOf(purchase);
  const about = { organizationId, subject: { type: 'checkout' as const, id } };
  const from = accountNamed(accounts, held);
  return [
    newEntry(deps, tx, {
      ...about,
      kind: 'checkout.authorized',
      legs: legsBetween(accountNamed(accounts, wallet), from, amountMinor),
    }),
    newEntry(deps, tx, {
      ...about,
      kind: 'checkout.captured',
      legs: legsBetween(from, accountNamed(accounts, settled), amountMinor),
    }),
  ];
}

function activitiesOf({ newId }: SampleDeps, purchase: SamplePurchase): Activity[] {
  const {
    organizationId,
    id: checkoutId,
    personId: subjectId,
    marketplaceId,
    amountMinor,
    currency,
  } = purchase;
  const detail = { checkoutId, marketplaceId, amountMinor: amountMinor.toString(), currency };
  return (['checkout.authorized', 'checkout.captured'] as const).map((kind) => {
    const actorId = kind === 'checkout.authorized' ? subjectId : null;
    return { organizationId, id: newId(), at: purchase.madeAt, kind, actorId, subjectId, detail };
  });
}
