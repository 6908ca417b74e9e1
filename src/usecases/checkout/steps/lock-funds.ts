import { accountNamed, type LockedAccount, lockAccounts } from '#src/db/ledger/account.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { listLots } from '#src/db/wallet/promo-grant.ts';
import { splitTenders, type TenderPart } from '#src/domain/checkout/tenders.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { type AccountName, promoAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { spendableLots } from '#src/domain/wallet/promo-lot.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refusalOfAlteredGrant } from '#src/usecases/wallet/steps/refuse-altered-grant.ts';

type Wanted = { person: Person; money: Money; held: AccountName };

/** What of a wallet pays an amount, with the accounts that are locked for it. The remainder is what it does not cover, minor units. */
export type LockedFunds = { parts: TenderPart[]; remainderMinor: bigint; accounts: LockedAccount[] };

/**
 * Locks what a locked person can spend in a currency, and the account that is to hold it, and says what of it pays an amount.
 *
 * A grant that ended in the meantime has nothing left in its account: whoever ends it empties that first. Refuses to spend credit
 * that was changed past Largesse.
 */
export async function lockFunds(
  deps: Pick<Deps, 'newId' | 'keys' | 'log'>,
  tx: Tx,
  { person, money: { amountMinor, currency }, held }: Wanted,
): Promise<Outcome<LockedFunds>> {
  const { organizationId, id: personId } = person;
  const lots = spendableLots(await listLots(tx, person), tx.now).filter((lot) => lot.currency === currency);
  const gift = walletAccount(organizationId, personId, currency);
  const owner = { organizationId, personId, currency };
  const names = lots.map(({ grantId }) => accountOfPart(owner, { kind: 'promo', grantId, amountMinor }));
  const accounts = await lockAccounts(tx, [...names, gift, held], deps.newId);
  const left = lots.map(({ grantId }, index) => {
    return { grantId, leftMinor: accountNamed(accounts, names[index] ?? gift).balance };
  });
  const giftMinor = accountNamed(accounts, gift).balance;
  const { parts, remainderMinor } = splitTenders(amountMinor, { lots: left, giftMinor });
  for (const part of parts) {
    if (part.kind !== 'promo') continue;
    const altered = await refusalOfAlteredGrant(deps, tx, { organizationId, id: part.grantId });
    if (altered) return refused(altered);
  }
  return done({ parts, remainderMinor, accounts });
}

/** The account that a part of a checkout is paid from. */
export function accountOfPart(
  { organizationId, personId, currency }: { organizationId: string; personId: string; currency: string },
  part: TenderPart,
): AccountName {
  if (part.kind === 'gift') return walletAccount(organizationId, personId, currency);
  return promoAccount({ organizationId, id: part.grantId, personId, currency });
}
