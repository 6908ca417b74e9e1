import { accountNamed, entryWrites, findAccountNamed, type LockedAccount } from '#src/db/ledger/account.ts';
import { type LoggedActivity, logActivities } from '#src/db/ledger/log-activities.ts';
import { giftWrites, type NewGift } from '#src/db/gift/gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type Spend, spendWrite } from '#src/db/budget/spend.ts';
import { type Write, writeTogether } from '#src/db/kit/write-together.ts';
import { type Leg, type NewEntry, newEntry } from '#src/domain/ledger/entries.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import { outstandingAccount, reservedAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { OpenBudget } from '#src/usecases/budget/steps/open-budgets.ts';

type WriteDeps = Pick<Deps, 'newId'>;

/** A gift as it was decided. `topUpMinor` of its amount comes from the department's top-ups. */
export type DecidedGift = NewGift & { topUpMinor: bigint };

type Writing = {
  gifts: readonly DecidedGift[];
  budgets: readonly OpenBudget[];
  /** Locked: the budgets, what they were topped up with, and what the gifts move money to. */
  accounts: readonly LockedAccount[];
  /** What was decided of the requests, for the same statement. */
  decisions: Write;
};

/** Writes decided gifts: those that wait for an approver with their money put aside, the others with code and delivery. */
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
    ...entryWrites(entries, accounts),
    spendWrite(issued.map((gift) => spendOf(gift, getPostingAccounts(accountsByDepartment, gift)))),
    decisions,
  ]);
  logActivities(tx, gifts.map(activityOf));
  tx.after(
    'deliver-gift',
    issued.map(({ id }) => id),
  );
}

function activityOf(gift: DecidedGift): LoggedActivity {
  const { organizationId, giverId, recipientId, recognitionId, id, isReserved } = gift;
  const kind = isReserved ? 'gift.reserved' : 'gift.issued';
  return { kind, organizationId, actorId: giverId, subjectId: recipientId, recognitionId, giftId: id };
}

/** What a department's gifts of one batch have in common: the accounts that they move money between, and their day. */
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
  const postingAccounts = accountsByDepartment.get(gift.departmentId);
  if (!postingAccounts) throw new Error(`the budget of department ${gift.departmentId} is not open`);
  return postingAccounts;
}

function spendOf(gift: DecidedGift, { day }: PostingAccounts): Spend {
  const { organizationId, departmentId, giverId, currency, occasion, amountMinor } = gift;
  return { organizationId, departmentId, giverId, day, currency, occasion, gifts: 1, amountMinor };
}

function entryOf(deps: WriteDeps, tx: Tx, gift: DecidedGift, postingAccounts: PostingAccounts): NewEntry {
  const kind = gift.isReserved ? 'gift.reserved' : 'gift.issued';
  const targetId = gift.isReserved ? postingAccounts.reservedId : postingAccounts.outstandingId;
  if (!targetId) throw new Error(`no account is locked for ${kind} of department ${gift.departmentId}`);
  return newEntry(deps, tx, {
    kind,
    organizationId: gift.organizationId,
    subject: { type: 'gift', id: gift.id },
    legs: [...paidFrom(gift, postingAccounts), { accountId: targetId, amount: gift.amountMinor }],
  });
}

function paidFrom({ amountMinor, topUpMinor }: DecidedGift, { budgetId, topUpId }: PostingAccounts): Leg[] {
  if (topUpMinor === 0n || !topUpId) return [{ accountId: budgetId, amount: -amountMinor }];
  const legs = [
    { accountId: budgetId, amount: topUpMinor - amountMinor },
    { accountId: topUpId, amount: -topUpMinor },
  ];
  return legs.filter(({ amount }) => amount !== 0n);
}
