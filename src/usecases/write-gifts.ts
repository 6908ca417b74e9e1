import { accountNamed, findAccountNamed, type LockedAccount, postEntries } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import { insertGifts, type NewGift } from '#src/db/gift.ts';
import type { Tx } from '#src/db/schema.ts';
import { addSpend } from '#src/db/spend.ts';
import type { Leg, NewEntry } from '#src/domain/ledger.ts';
import { dayOf } from '#src/domain/period.ts';
import { outstandingAccount, reservedAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import type { OpenBudget } from './open-budgets.ts';

type WriteDeps = Pick<Deps, 'clock' | 'newId' | 'keys'>;

/** A gift as it was decided. `topUpMinor` of its amount comes from the department's top-ups. */
export type DecidedGift = NewGift & { topUpMinor: bigint };

type Writing = {
  gifts: readonly DecidedGift[];
  budgets: readonly OpenBudget[];
  /** Locked: the budgets, what they were topped up with, and what the gifts move money to. */
  accounts: readonly LockedAccount[];
};

/** Writes decided gifts: those that wait for an approver with their money put aside, the others with code and delivery. */
export async function writeGifts(
  deps: WriteDeps,
  tx: Tx,
  { gifts, budgets, accounts }: Writing,
): Promise<void> {
  if (gifts.length === 0) return;
  const now = deps.clock.now();
  const purses = new Map(budgets.map((budget) => [budget.department.id, purseOf(budget, { accounts, now })]));
  await insertGifts(tx, deps.keys, gifts);
  await postEntries(
    tx,
    gifts.map((gift) => entryOf(deps, gift, getPurse(purses, gift))),
    accounts,
  );
  const issued = gifts.filter(({ isReserved }) => !isReserved);
  await addSpend(
    tx,
    issued.map((gift) => ({ ...gift, day: getPurse(purses, gift).day, gifts: 1 })),
  );
  await insertActivities(
    tx,
    gifts.map((gift) => ({
      organizationId: gift.organizationId,
      id: deps.newId(),
      at: gift.createdAt,
      kind: gift.isReserved ? ('gift.reserved' as const) : ('gift.issued' as const),
      actorId: gift.giverId,
      subjectId: gift.recipientId,
      giftId: gift.id,
      detail: { amountMinor: gift.amountMinor.toString(), currency: gift.currency },
    })),
  );
}

/** What a department's gifts of one batch have in common: the accounts that they move money between, and their day. */
type Purse = {
  budgetId: string;
  topUpId: string | undefined;
  outstandingId: string;
  reservedId: string | undefined;
  day: string;
};

function purseOf(
  { department, period, account, topUp }: OpenBudget,
  { accounts, now }: { accounts: readonly LockedAccount[]; now: Date },
): Purse {
  return {
    budgetId: account.id,
    topUpId: topUp?.id,
    outstandingId: accountNamed(accounts, outstandingAccount(department)).id,
    reservedId: findAccountNamed(accounts, reservedAccount(department, period))?.id,
    day: dayOf(now, department.timeZone),
  };
}

function getPurse(purses: ReadonlyMap<string, Purse>, gift: NewGift): Purse {
  const purse = purses.get(gift.departmentId);
  if (!purse) throw new Error(`the budget of department ${gift.departmentId} is not open`);
  return purse;
}

function entryOf(deps: Pick<Deps, 'newId'>, gift: DecidedGift, purse: Purse): NewEntry {
  const kind = gift.isReserved ? 'gift.reserved' : 'gift.issued';
  const targetId = gift.isReserved ? purse.reservedId : purse.outstandingId;
  if (!targetId) throw new Error(`no account is locked for ${kind} of department ${gift.departmentId}`);
  return {
    id: deps.newId(),
    organizationId: gift.organizationId,
    kind,
    key: `${kind}:${gift.id}`,
    occurredAt: gift.createdAt,
    legs: [...paidFrom(gift, purse), { accountId: targetId, amount: gift.amountMinor }],
  };
}

function paidFrom({ amountMinor, topUpMinor }: DecidedGift, { budgetId, topUpId }: Purse): Leg[] {
  if (topUpMinor === 0n || !topUpId) return [{ accountId: budgetId, amount: -amountMinor }];
  const legs = [
    { accountId: budgetId, amount: topUpMinor - amountMinor },
    { accountId: topUpId, amount: -topUpMinor },
  ];
  return legs.filter(({ amount }) => amount !== 0n);
}
