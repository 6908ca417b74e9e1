import { accountNamed, entryWrites, lockAccounts } from '#src/db/ledger/account.ts';
import { activityRows } from '#src/db/ledger/activity.ts';
import { codeWrites } from '#src/db/gift/gift.ts';
import { findReservedLegs, lockReservedGifts, markIssued } from '#src/db/gift/reserved-gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { spendWrite } from '#src/db/budget/spend.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { outstandingAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { giftActivity } from './gift-activity.ts';
import { mintCode } from './mint-code.ts';
import type { Department } from '#src/domain/people/department.ts';

/**
 * Issues a recognition's reserved gifts: their money moves to the department's outstanding account, and each gets its
 * code and delivery.
 */
export async function issueReservedGifts(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  { recognitionId, department }: { recognitionId: string; department: Department },
): Promise<void> {
  const { now } = tx;
  const { organizationId, timeZone } = department;
  const gifts = await lockReservedGifts(tx, { organizationId, id: recognitionId });
  const setAside = (await findReservedLegs(tx, gifts)).filter(({ account }) => account.kind === 'reserved');
  const target = outstandingAccount(department);
  const names = [...setAside.map(({ account }) => account), target];
  const accounts = await lockAccounts(tx, names, deps.newId);
  const outstanding = accountNamed(accounts, target);
  const entries = setAside.map(({ giftId, accountId, amount }) =>
    newEntry(deps, tx, {
      kind: 'gift.issued',
      organizationId,
      subject: { type: 'gift', id: giftId },
      legs: legsBetween({ id: accountId }, outstanding, amount),
    }),
  );
  const issued = gifts.map((gift) => ({ ...gift, code: mintCode(deps.keys, gift.id) }));
  const spends = gifts.map((gift) => ({ ...gift, day: dayOf(now, timeZone), gifts: 1 }));
  const activities = gifts.map((gift) => {
    const { id: giftId, giverId: actorId, recipientId: subjectId } = gift;
    return giftActivity(deps, tx, { ...gift, giftId }, { kind: 'gift.issued', actorId, subjectId });
  });
  await markIssued(tx, gifts, now);
  await writeTogether(tx, [
    ...entryWrites(entries, accounts),
    ...codeWrites(issued, now),
    spendWrite(spends),
    activityRows(tx, activities),
  ]);
  tx.after(
    'deliver-gift',
    gifts.map(({ id }) => id),
  );
}
