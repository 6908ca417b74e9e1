import { accountNamed, type LockedAccount, postEntries } from '#src/db/account.ts';
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
  const purses = new Map(budgets.map((budget) => [budget.department.id, purseOf(budget, accounts)]));
  await insertGifts(tx, deps.keys, gifts);
  await postEntries(
    tx,
    gifts.map((gift) => entryOf(deps, gift, getPurse(purses, gift))),
    accounts,
  );
  const issued = gifts.filter(({ isReserved }) => !isReserved);
  await addSpend(
    tx,
    issued.map((gift) => {
      const day = dayOf(gift.createdAt, getPurse(purses, gift).department.timeZone);
      return { ...gift, day, gifts: 1 };
    }),
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

/** The accounts that a department's gifts of one batch move money between. */
type Purse = Pick<OpenBudget, 'department' | 'period' | 'account' | 'topUp'> & {
  accounts: readonly LockedAccount[];
};

function purseOf(
  { department, period, account, topUp }: OpenBudget,
  accounts: readonly LockedAccount[],
): Purse {
  return { department, period, account, topUp, accounts };
}

function getPurse(purses: ReadonlyMap<string, Purse>, gift: NewGift): Purse {
  const purse = purses.get(gift.departmentId);
  if (!purse) throw new Error(`the budget of department ${gift.departmentId} is not open`);
  return purse;
}

function entryOf(deps: Pick<Deps, 'newId'>, gift: DecidedGift, purse: Purse): NewEntry {
  const { department, period, accounts } = purse;
  const target = gift.isReserved ? reservedAccount(department, period) : outstandingAccount(department);
  const kind = gift.isReserved ? 'gift.reserved' : 'gift.issued';
  return {
    id: deps.newId(),
    organizationId: gift.organizationId,
    kind,
    key: `${kind}:${gift.id}`,
    occurredAt: gift.createdAt,
    legs: [
      ...paidFrom(gift, purse),
      { accountId: accountNamed(accounts, target).id, amount: gift.amountMinor },
    ],
  };
}

function paidFrom({ amountMinor, topUpMinor }: DecidedGift, { account, topUp }: Purse): Leg[] {
  const legs = [{ accountId: account.id, amount: topUpMinor - amountMinor }];
  if (topUp) legs.push({ accountId: topUp.id, amount: -topUpMinor });
  return legs.filter(({ amount }) => amount !== 0n);
}
