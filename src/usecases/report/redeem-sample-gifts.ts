import { transact } from '#src/db/kit/transact.ts';
import { accountNamed, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { markSampleRedeemed, type SampleGift } from '#src/db/report/sample-gifts.ts';
import { outstandingAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type SampleDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** Redeems many gifts of a sample company together, each for its recipient. Gives those that could be. */
export async function redeemSampleGifts(
  deps: SampleDeps,
  giftIds: readonly string[],
): Promise<readonly SampleGift[]> {
  return transact(deps, async (tx) => {
    const gifts = await markSampleRedeemed(tx, giftIds);
    const accounts = await lockAccounts(
      tx,
      gifts.flatMap((gift) => [fromOf(gift), toOf(gift)]),
      deps.newId,
    );
    const entries = gifts.map((gift) =>
      newEntry(deps, tx, {
        kind: 'code.redeemed',
        organizationId: gift.organizationId,
        subject: { type: 'gift', id: gift.giftId },
        legs: legsBetween(
          accountNamed(accounts, fromOf(gift)),
          accountNamed(accounts, toOf(gift)),
          gift.amountMinor,
        ),
      }),
    );
    await postEntries(tx, entries, accounts);
    await insertActivities(
      tx,
      gifts.map(({ organizationId, giftId, recipientId, amountMinor, currency }) => ({
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'code.redeemed' as const,
        actorId: recipientId,
        subjectId: recipientId,
        giftId,
        detail: { amountMinor: amountMinor.toString(), currency },
      })),
    );
    return gifts;
  });
}

function fromOf({ organizationId, departmentId: id, currency }: SampleGift) {
  return outstandingAccount({ organizationId, id, currency });
}

function toOf({ organizationId, recipientId, currency }: SampleGift) {
  return walletAccount(organizationId, recipientId, currency);
}
