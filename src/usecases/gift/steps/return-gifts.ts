import { accountNamed, type LockedAccount, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { findGiftSources, type GiftSource } from '#src/db/gift/gift-source.ts';
import { returnLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lessenSpend } from '#src/db/budget/spend.ts';
import type { GiftToVoid } from '#src/db/gift/void.ts';
import { type EntryActivity, type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, refused, storeMoney } from '#src/domain/outcome.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { type AccountName, outstandingAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { giftActivity } from './gift-activity.ts';

type ReturnDeps = Pick<Deps, 'newId'>;

/** Who takes gifts back, why, and the activity kind to record. */
export type Reversal = {
  actorId: string;
  reason: string;
  kind: Extract<EntryActivity, 'gift.undone' | 'gift.voided' | 'gift.reversed'>;
};

/**
 * Posts new entries that return locked gifts' money to the accounts that paid for them: out of the department's
 * outstanding account or, for a redeemed gift, out of its recipient's wallet. Reports and limits stop counting the
 * gifts.
 *
 * Refuses when a wallet no longer holds enough.
 */
export async function returnGifts(
  deps: ReturnDeps,
  tx: Tx,
  gifts: readonly GiftToVoid[],
  reversal: Reversal,
): Promise<Outcome<undefined>> {
  const sources = await sourcesOf(tx, gifts);
  const names = [...gifts.map(holderOf), ...sources.map(({ account }) => account)];
  const accounts = await lockAccounts(tx, names, deps.newId);
  const poor = gifts.find((gift) => accountNamed(accounts, holderOf(gift)).balance < gift.amountMinor);
  if (poor) return refused(tooLow(poor, accountNamed(accounts, holderOf(poor))));
  const entries = gifts.map((gift) => entryOf(deps, tx, gift, { sources, accounts }));
  await postEntries(tx, entries, accounts);
  await returnLimitUsage(tx, gifts);
  await lessenSpend(
    tx,
    gifts.map((gift) => ({ ...gift, day: dayOf(gift.issuedAt, gift.timeZone), gifts: 1 })),
  );
  await insertActivities(
    tx,
    gifts.map((gift) => giftActivity(deps, tx, gift, { ...reversal, subjectId: gift.recipientId })),
  );
  return done(undefined);
}

/** Where a gift's money is: with its department until it is redeemed, then in the recipient's wallet. */
function holderOf(gift: GiftToVoid): AccountName {
  const { organizationId, departmentId: id, recipientId, currency } = gift;
  if (gift.status === 'redeemed') return walletAccount(organizationId, recipientId, currency);
  return outstandingAccount({ organizationId, id, currency });
}

async function sourcesOf(tx: Tx, gifts: readonly GiftToVoid[]): Promise<GiftSource[]> {
  const { organizationId } = must(gifts[0], 'gift to take back');
  return findGiftSources(
    tx,
    organizationId,
    gifts.map(({ giftId }) => giftId),
  );
}

function tooLow(gift: GiftToVoid, wallet: LockedAccount) {
  const left = storeMoney({ amountMinor: wallet.balance, currency: gift.currency });
  return { kind: 'wallet-too-low' as const, name: gift.recipientName, left };
}

function entryOf(
  deps: ReturnDeps,
  tx: Tx,
  gift: GiftToVoid,
  { sources, accounts }: { sources: readonly GiftSource[]; accounts: readonly LockedAccount[] },
): NewEntry {
  const kind = gift.status === 'redeemed' ? 'wallet.adjusted' : 'code.voided';
  const back = sources
    .filter(({ giftId }) => giftId === gift.giftId)
    .map(({ account, amountMinor }) => ({
      accountId: accountNamed(accounts, account).id,
      amount: amountMinor,
    }));
  return newEntry(deps, tx, {
    kind,
    organizationId: gift.organizationId,
    subject: { type: 'gift', id: gift.giftId },
    legs: [{ accountId: accountNamed(accounts, holderOf(gift)).id, amount: -gift.amountMinor }, ...back],
  });
}
