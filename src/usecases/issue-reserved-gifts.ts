import { accountNamed, lockAccounts, postEntries } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import type { Department } from '#src/db/department.ts';
import { insertCodes } from '#src/db/gift.ts';
import { findReservedLegs, lockReservedGifts, markIssued } from '#src/db/reserved-gift.ts';
import type { Tx } from '#src/db/schema.ts';
import { addSpend } from '#src/db/spend.ts';
import { dayOf } from '#src/domain/period.ts';
import { outstandingAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';

/**
 * Issues the gifts of a recognition whose money was put aside: it becomes what the department has outstanding, and each
 * gift gets its code and its delivery. Ring `deliver-gift` for them after commit.
 *
 * @returns the ids of the gifts.
 */
export async function issueReservedGifts(
  deps: Pick<Deps, 'clock' | 'newId' | 'keys'>,
  tx: Tx,
  { recognitionId, department }: { recognitionId: string; department: Department },
): Promise<string[]> {
  const now = deps.clock.now();
  const { organizationId, timeZone } = department;
  const gifts = await lockReservedGifts(tx, { organizationId, id: recognitionId });
  const setAside = (await findReservedLegs(tx, gifts)).filter(({ amount }) => amount > 0n);
  const target = outstandingAccount(department);
  const names = [...setAside.map(({ account }) => account), target];
  const accounts = await lockAccounts(tx, names, deps.newId);
  const outstandingId = accountNamed(accounts, target).id;
  const entries = setAside.map(({ giftId, accountId, amount }) => ({
    id: deps.newId(),
    organizationId,
    kind: 'gift.issued' as const,
    key: `gift.issued:${giftId}`,
    occurredAt: now,
    legs: [
      { accountId, amount: -amount },
      { accountId: outstandingId, amount },
    ],
  }));
  await postEntries(tx, entries, accounts);
  await markIssued(tx, gifts, now);
  await insertCodes(
    tx,
    deps.keys,
    gifts.map((gift) => ({ ...gift, issuedAt: now })),
  );
  const day = dayOf(now, timeZone);
  await addSpend(
    tx,
    gifts.map((gift) => ({ ...gift, day, gifts: 1 })),
  );
  const activities = gifts.map(({ id: giftId, giverId: actorId, recipientId: subjectId, ...gift }) => {
    const detail = { amountMinor: gift.amountMinor.toString(), currency: gift.currency };
    return {
      organizationId,
      id: deps.newId(),
      at: now,
      kind: 'gift.issued' as const,
      actorId,
      subjectId,
      giftId,
      detail,
    };
  });
  await insertActivities(tx, activities);
  return gifts.map(({ id }) => id);
}
