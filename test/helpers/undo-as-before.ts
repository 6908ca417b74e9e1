import { lockAccounts, accountNamed, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { findGiftSources } from '#src/db/gift/gift-source.ts';
import { lockGiftsToVoid, saveVoided } from '#src/db/gift/void.ts';
import { lessenSpend } from '#src/db/budget/spend.ts';
import { transact } from '#src/db/kit/transact.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { outstandingAccount } from '#src/domain/ledger/accounts.ts';
import { newEntry } from '#src/domain/ledger/entries.ts';
import type { TestCore } from './make-core.ts';

/** Undoes a gift as older versions did: its money stays in the account that paid, also if that one’s period is over. */
export async function undoAsBefore(core: TestCore, organizationId: string, giftId: string): Promise<void> {
  await transact(core, async (tx) => {
    const gifts = await lockGiftsToVoid(tx, organizationId, [giftId]);
    const sources = await findGiftSources(tx, organizationId, [giftId]);
    for (const gift of gifts) {
      const { departmentId: id, currency, giverId: by, amountMinor } = gift;
      const from = outstandingAccount({ organizationId, id, currency });
      const accounts = await lockAccounts(tx, [from, ...sources.map(({ account }) => account)], core.newId);
      const back = sources.map((one) => {
        return { accountId: accountNamed(accounts, one.account).id, amount: one.amountMinor };
      });
      const legs = [{ accountId: accountNamed(accounts, from).id, amount: -amountMinor }, ...back];
      const subject = { type: 'gift' as const, id: giftId };
      await postEntries(
        tx,
        [newEntry(core, tx, { kind: 'code.voided', organizationId, subject, legs })],
        accounts,
      );
      await saveVoided(tx, organizationId, [gift], { at: tx.now, by, reason: '' });
      await lessenSpend(tx, [{ ...gift, day: dayOf(gift.issuedAt, gift.timeZone), gifts: 1 }]);
      const detail = { amountMinor: amountMinor.toString(), currency };
      const who = { actorId: by, subjectId: gift.recipientId, giftId };
      await insertActivities(tx, [
        { organizationId, id: core.newId(), at: tx.now, kind: 'gift.undone', ...who, detail },
      ]);
    }
  });
}
