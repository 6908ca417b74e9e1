import { accountNamed, entryWrites, lockAccounts } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { saveGiftCardsDue } from '#src/db/gift/gift-card.ts';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { undoneUntil } from '#src/domain/gift/taking-back.ts';
import { readFacts } from '#src/db/ledger/gift-facts.ts';
import { must } from '#src/domain/kit/must.ts';
import { codeWrites } from '#src/db/gift/gift.ts';
import {
  findReservedLegs,
  lockReservedGifts,
  markIssued,
  type ReservedGift,
} from '#src/db/gift/reserved-gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { spendWrite } from '#src/db/budget/spend.ts';
import { writeTogether } from '#src/db/kit/write-together.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { outstandingAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import { type ClaimDates, findClaimDates, WITHOUT_END } from './claim-dates.ts';
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
  const rules = must(
    (await findGivingRules(tx, [department], tx.now)).get(department.id),
    `rules of ${department.name}`,
  );
  const ends = await findEnds(tx, gifts, { department, rules });
  const issued = gifts.map((gift) => {
    return { ...gift, code: mintCode(deps.keys, gift.id), ...(ends.get(gift.id) ?? WITHOUT_END) };
  });
  const spends = gifts.map((gift) => ({ ...gift, day: dayOf(now, timeZone), gifts: 1 }));
  await markIssued(tx, issued, now);
  const giftIds = gifts.map(({ id }) => id);
  if (giftIds.length > 0) {
    await saveGiftCardsDue(tx, { organizationId, giftIds, dueAt: undoneUntil(now, rules) });
  }
  await writeTogether(tx, [
    ...entryWrites(entries, accounts),
    ...codeWrites(issued, now),
    spendWrite(spends),
  ]);
  const facts = await readFacts(tx, organizationId, giftIds);
  await insertActivities(
    tx,
    gifts.map((gift) => {
      const { id: giftId, giverId: actorId, recipientId: subjectId } = gift;
      const activity = giftActivity(
        deps,
        tx,
        { ...gift, giftId },
        { kind: 'gift.issued', actorId, subjectId },
      );
      return { ...activity, facts: must(facts.get(giftId), `facts of gift ${giftId}`) };
    }),
  );
  const told = gifts.map(({ id: giftId }) => ({ organizationId, giftId }));
  await publishGifts(deps, tx, { type: 'gift.issued', gifts: told });
  tx.after('deliver-gift', giftIds);
}

/** The last day counts from now on, by the rules of now: nobody could claim it before. */
async function findEnds(
  tx: Tx,
  gifts: readonly ReservedGift[],
  { department, rules }: { department: Department; rules: GivingRules },
): Promise<ReadonlyMap<string, ClaimDates>> {
  return findClaimDates(
    tx,
    gifts.map((gift) => ({ ...gift, department, rules })),
  );
}
