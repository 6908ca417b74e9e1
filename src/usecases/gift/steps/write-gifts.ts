import { accountNamed, entryWrites, findAccountNamed, type LockedAccount } from '#src/db/ledger/account.ts';
import { type Activity, activityRows } from '#src/db/ledger/activity.ts';
import { factsOf } from '#src/db/ledger/gift-facts.ts';
import { insertGiftCards } from '#src/db/gift/gift-card.ts';
import { giftWrites, type NewGift } from '#src/db/gift/gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type Spend, spendWrite } from '#src/db/budget/spend.ts';
import { type Write, writeTogether } from '#src/db/kit/write-together.ts';
import { type Leg, type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { outstandingAccount, reservedAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import type { OpenBudget } from '#src/usecases/budget/steps/open-budgets.ts';

type WriteDeps = Pick<Deps, 'newId'>;

/** A decided gift. `topUpMinor` is the part of its amount that comes from the department's top-ups. */
export type DecidedGift = NewGift & { topUpMinor: bigint };

type Writing = {
  gifts: readonly DecidedGift[];
  budgets: readonly OpenBudget[];
  /** Locked: the budgets, their top-ups, and the accounts that the gifts move money to. */
  accounts: readonly LockedAccount[];
  /** The decisions about the requests, written in the same statement. */
  decisions: Write;
};

/**
 * Writes decided gifts: reserves the money of those that need an approver, and gives the others a code and a delivery.
 */
export async function writeGifts(
  deps: WriteDeps,
  tx: Tx,
  { gifts, budgets, accounts, decisions }: Writing,
): Promise<void> {
  const { now } = tx;
  const accountsByDepartment = new Map(
    budgets.map((budget) => [budget.department.id, postingAccountsOf(budget, { accounts, now })]),
  );
  const entries = gifts.map((gift) =>
    entryOf(deps, tx, gift, getPostingAccounts(accountsByDepartment, gift)),
  );
  const issued = gifts.filter(({ isReserved }) => !isReserved);
  await writeTogether(tx, [
    ...giftWrites(gifts, now),
    activityRows(
      tx,
      gifts.map((gift) => activityOf(gift, now)),
    ),
    ...entryWrites(entries, accounts),
    spendWrite(issued.map((gift) => spendOf(gift, getPostingAccounts(accountsByDepartment, gift)))),
    decisions,
  ]);
  await insertGiftCards(tx, gifts);
  const told = issued.map(({ organizationId, id: giftId }) => ({ organizationId, giftId }));
  await publishGifts(deps, tx, { type: 'gift.issued', gifts: told });
  tx.after(
    'deliver-gift',
    issued.map(({ id }) => id),
  );
}

/** It has the gift's own id, which saves making and sending another. */
function activityOf(gift: DecidedGift, now: Date): Activity {
  const { organizationId, id, giverId, recipientId, recognitionId, amountMinor, currency } = gift;
  const issue = gift.isReserved ? { code: null, boundTo: null } : { code: gift.code, boundTo: recipientId };
  return {
    organizationId,
    id,
    at: now,
    kind: gift.isReserved ? 'gift.reserved' : 'gift.issued',
    actorId: giverId,
    subjectId: recipientId,
    giftId: id,
    detail: { amountMinor: amountMinor.toString(), currency },
    facts: factsOf(gift, { createdAt: now, ...issue }),
    recognitionId,
  };
}

/** What a department's gifts in one batch share: the accounts they move money between, and their day. */
type PostingAccounts = {
  budgetId: string;
  topUpId: string | undefined;
  outstandingId: string;
  reservedId: string | undefined;
  day: string;
};

function postingAccountsOf(
  { department, period, account, topUp }: OpenBudget,
  { accounts, now }: { accounts: readonly LockedAccount[]; now: Date },
): PostingAccounts {
  return {
    budgetId: account.id,
    topUpId: topUp?.id,
    outstandingId: accountNamed(accounts, outstandingAccount(department)).id,
    reservedId: findAccountNamed(accounts, reservedAccount(department, period))?.id,
    day: dayOf(now, department.timeZone),
  };
}

function getPostingAccounts(
  accountsByDepartment: ReadonlyMap<string, PostingAccounts>,
  gift: NewGift,
): PostingAccounts {
  return must(accountsByDepartment.get(gift.departmentId), `open budget of department ${gift.departmentId}`);
}

function spendOf(gift: DecidedGift, { day }: PostingAccounts): Spend {
  const { organizationId, departmentId, giverId, currency, occasion, amountMinor } = gift;
  return { organizationId, departmentId, giverId, day, currency, occasion, gifts: 1, amountMinor };
}

function entryOf(deps: WriteDeps, tx: Tx, gift: DecidedGift, postingAccounts: PostingAccounts): NewEntry {
  const kind = gift.isReserved ? 'gift.reserved' : 'gift.issued';
  const { reservedId, outstandingId } = postingAccounts;
  const accountId = gift.isReserved ? must(reservedId, 'locked account to reserve money in') : outstandingId;
  return newEntry(deps, tx, {
    kind,
    organizationId: gift.organizationId,
    subject: { type: 'gift', id: gift.id },
    legs: [...paidFrom(gift, postingAccounts), { accountId, amount: gift.amountMinor }],
  });
}

function paidFrom({ amountMinor, topUpMinor }: DecidedGift, { budgetId, topUpId }: PostingAccounts): Leg[] {
  const fromBudget = { accountId: budgetId, amount: topUpMinor - amountMinor };
  if (topUpMinor === 0n) return [fromBudget];
  const fromTopUp = { accountId: must(topUpId, 'locked account of the top-ups'), amount: -topUpMinor };
  return [fromBudget, fromTopUp].filter(({ amount }) => amount !== 0n);
}
