import { accountNamed, findAccountNamed, type LockedAccount, lockAccounts } from '#src/db/ledger/account.ts';
import { sumCarried } from '#src/db/budget/earlier-periods.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { calendarOf } from '#src/domain/budget/budget-policy.ts';
import { isOver, type LateReturn, roomFor, splitReturn } from '#src/domain/budget/late-returns.ts';
import { type AccountName, fundingAccount, TOP_UP_PERIOD } from '#src/domain/ledger/accounts.ts';
import type { NewEntry } from '#src/domain/ledger/entries.ts';
import type { DepartmentRef } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type OpenBudget, openBudgets } from './open-budgets.ts';
import { lockFunding, moved } from './post-grants.ts';

type MoveDeps = Pick<Deps, 'newId'>;

/** Locked accounts, and the running budgets of the departments that some of them belong to. */
export type WithRunning = { budgets: readonly OpenBudget[]; accounts: LockedAccount[] };

/** Locks accounts that money comes back to, together with the running budgets of their departments, which open if need be. */
export async function lockWithRunning(
  deps: MoveDeps,
  tx: Tx,
  names: readonly AccountName[],
): Promise<WithRunning> {
  const departments = ownersOf(names.filter(isOfPeriod));
  if (departments.length > 0) return openBudgets(deps, tx, departments, () => names);
  return { budgets: [], accounts: await lockAccounts(tx, names, deps.newId) };
}

function ownersOf(names: readonly AccountName[]): DepartmentRef[] {
  const owners = names.map(({ organizationId, ownerId: id }) => [id, { organizationId, id }] as const);
  return [...new Map(owners).values()];
}

/** Whether it is a budget of some period, and no top-up. */
export function isOfPeriod({ kind, period }: AccountName): boolean {
  return kind === 'budget' && period !== TOP_UP_PERIOD;
}

/**
 * What lies in a budget since its period is over. `lapsedMinor` of it was left when the period ended, so it goes to
 * funding whatever may be carried over.
 */
export type LateMoney = {
  about: { type: 'gift' | 'bring-home' | 'grant'; id: string };
  account: AccountName;
  amountMinor: bigint;
  lapsedMinor?: bigint;
};

/** What to post, to which accounts, and where each subject's money goes by it. */
export type LateMoves = { entries: NewEntry[]; accounts: LockedAccount[]; returns: Map<string, LateReturn> };

/**
 * Decides where money goes that came back to periods that are over: on into the running one, as far as carry-over
 * allows, and the rest to funding. What came back to anything else stays there and is not among `returns`.
 */
export async function planLateMoves(
  deps: MoveDeps,
  tx: Tx,
  { budgets, accounts }: WithRunning,
  money: readonly LateMoney[],
): Promise<LateMoves> {
  const rooms = new Map<string, bigint>();
  const splits: { late: LateMoney; budget: OpenBudget; split: LateReturn }[] = [];
  for (const late of money) {
    const budget = budgets.find(({ department }) => department.id === late.account.ownerId);
    if (!budget || !isOfPeriod(late.account) || !isPeriodOver(budget, late.account)) continue;
    const { id } = budget.account;
    const room = rooms.get(id) ?? (await roomIn(tx, budget));
    const { amountMinor, lapsedMinor = 0n } = late;
    const { carriedMinor, returnedMinor } = splitReturn(amountMinor - lapsedMinor, room);
    rooms.set(id, room - carriedMinor);
    const period = carriedMinor > 0n ? (budget.policy.budget?.period ?? null) : null;
    splits.push({
      late,
      budget,
      split: { carriedMinor, returnedMinor: returnedMinor + lapsedMinor, period },
    });
  }
  const returned = splits.filter(({ split }) => split.returnedMinor > 0n).map(({ budget }) => budget.account);
  const all = await withFunding(deps, tx, accounts, returned);
  return {
    entries: splits.flatMap(({ late, budget, split }) => {
      const from = accountNamed(all, late.account);
      const carry = { from, to: budget.account, amountMinor: split.carriedMinor };
      const back = { kind: 'budget.returned', subject: late.about } as const;
      return [
        ...moved(deps, tx, { kind: 'budget.carried', subject: late.about }, carry),
        ...(split.returnedMinor > 0n
          ? moved(deps, tx, back, { from, to: fundingOf(all, from), amountMinor: split.returnedMinor })
          : []),
      ];
    }),
    accounts: all,
    returns: new Map(splits.map(({ late, split }) => [late.about.id, split])),
  };
}

/** Whether the period of one of a department's budgets is over. */
export function isPeriodOver({ policy, period, department }: OpenBudget, account: AccountName): boolean {
  // Without a budget there is no calendar to run on, and nothing is given from any period.
  if (!policy.budget) return true;
  return isOver(account.period, period, calendarOf(policy.budget, department.timeZone));
}

async function roomIn(tx: Tx, { policy, account }: OpenBudget): Promise<bigint> {
  return roomFor(policy.budget?.carryCapMinor ?? 0n, await sumCarried(tx, account));
}

/** Locks the funding that some of the accounts give to, if it is not locked yet. It comes after all others. */
async function withFunding(
  deps: MoveDeps,
  tx: Tx,
  accounts: LockedAccount[],
  giving: readonly LockedAccount[],
): Promise<LockedAccount[]> {
  const missing = giving.filter(({ organizationId, currency }) => {
    return !findAccountNamed(accounts, fundingAccount(organizationId, currency));
  });
  return [...accounts, ...(await lockFunding(deps, tx, missing))];
}

function fundingOf(accounts: readonly LockedAccount[], { organizationId, currency }: AccountName) {
  return accountNamed(accounts, fundingAccount(organizationId, currency));
}
