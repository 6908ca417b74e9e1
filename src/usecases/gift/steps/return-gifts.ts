import { accountNamed, type LockedAccount, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { findGiftSources, type GiftSource } from '#src/db/gift/gift-source.ts';
import { returnLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lessenSpend } from '#src/db/budget/spend.ts';
import type { GiftToVoid } from '#src/db/gift/void.ts';
import { type EntryActivity, type EntryKind, type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { type AccountName, outstandingAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import type { LateReturn } from '#src/domain/budget/late-returns.ts';
import {
  type LateMoney,
  lockWithRunning,
  planLateMoves,
} from '#src/usecases/budget/steps/move-late-returns.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import { giftActivity } from './gift-activity.ts';

type ReturnDeps = Pick<Deps, 'newId'>;

/** Who takes gifts back, or that they expire, why, and the activity kind to record. */
export type Reversal = {
  /** Null where it is time that ends them; missing where each giver takes back their own. */
  actorId?: string | null;
  reason: string;
  kind: Extract<EntryActivity, 'gift.undone' | 'gift.voided' | 'gift.reversed' | 'gift.expired'>;
};

/** Where the money of gifts went, by their ids, that were paid from periods that are over. */
export type LateReturns = ReadonlyMap<string, LateReturn>;

/**
 * Posts new entries that return locked gifts' money to the accounts that paid for them: out of the department's
 * outstanding account or, for a redeemed gift, out of its recipient's wallet. From a period that is over it moves on, as
 * the outcome says. Reports and limits stop counting the gifts.
 *
 * Refuses when a wallet no longer holds enough.
 */
export async function returnGifts(
  deps: ReturnDeps,
  tx: Tx,
  gifts: readonly GiftToVoid[],
  reversal: Reversal,
): Promise<Outcome<LateReturns>> {
  const sources = await sourcesOf(tx, gifts);
  const names = [...gifts.map(holderOf), ...sources.map(({ account }) => account)];
  const locked = await lockWithRunning(deps, tx, names);
  const { accounts } = locked;
  const poor = gifts.find((gift) => accountNamed(accounts, holderOf(gift)).balance < gift.amountMinor);
  if (poor) return refused(tooLow(poor, accountNamed(accounts, holderOf(poor))));
  const entries = gifts.map((gift) =>
    entryOf(deps, tx, gift, { sources, accounts, kind: kindOf(gift, reversal) }),
  );
  const late = await planLateMoves(deps, tx, locked, sources.map(lateMoneyOf));
  await postEntries(tx, [...entries, ...late.entries], late.accounts);
  await returnLimitUsage(tx, gifts);
  await lessenSpend(
    tx,
    gifts.map((gift) => ({ ...gift, day: dayOf(gift.issuedAt, gift.timeZone), gifts: 1 })),
  );
  await insertActivities(
    tx,
    gifts.map(({ giverId: actorId, recipientId: subjectId, ...gift }) =>
      giftActivity(deps, tx, gift, { actorId, ...reversal, subjectId }),
    ),
  );
  await publishGifts(deps, tx, { ...EVENTS[reversal.kind], gifts });
  return done(late.returns);
}

/** What webhooks are told of each. */
const EVENTS = {
  'gift.undone': { type: 'gift.voided', more: { by: 'giver' } },
  'gift.voided': { type: 'gift.voided', more: { by: 'organization' } },
  'gift.reversed': { type: 'gift.reversed' },
  'gift.expired': { type: 'gift.expired' },
} as const satisfies Record<Reversal['kind'], object>;

function lateMoneyOf({ giftId, account, amountMinor }: GiftSource): LateMoney {
  return { about: { type: 'gift', id: giftId }, account, amountMinor };
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

function kindOf({ status }: GiftToVoid, { kind }: Reversal): ReturnKind {
  if (kind === 'gift.expired') return 'code.expired';
  return status === 'redeemed' ? 'wallet.adjusted' : 'code.voided';
}

type ReturnKind = Extract<EntryKind, 'wallet.adjusted' | 'code.voided' | 'code.expired'>;

function entryOf(
  deps: ReturnDeps,
  tx: Tx,
  gift: GiftToVoid,
  {
    sources,
    accounts,
    kind,
  }: { sources: readonly GiftSource[]; accounts: readonly LockedAccount[]; kind: ReturnKind },
): NewEntry {
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
