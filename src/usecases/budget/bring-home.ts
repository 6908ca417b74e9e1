import { type Activity, insertActivities } from '#src/db/ledger/activity.ts';
import { type LockedAccount, postEntries } from '#src/db/ledger/account.ts';
import { listPeriodBudgets, sumCameBack } from '#src/db/budget/earlier-periods.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import { lapsedOf } from '#src/domain/budget/late-returns.ts';
import { must } from '#src/domain/kit/must.ts';
import { periodOfKey } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import {
  isOfPeriod,
  isPeriodOver,
  type LateMoney,
  lockWithRunning,
  planLateMoves,
} from './steps/move-late-returns.ts';

type HomeDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

type Bringing = { department: Department; actorId: string | null };

/** What a period that is over still held, and where that went, in minor units. `period` is its key. */
export type BroughtHome = {
  period: string;
  amountMinor: bigint;
  carriedMinor: bigint;
  returnedMinor: bigint;
};

/**
 * Empties a department's periods that are over, oldest first. What came back to one after it ended goes to the running
 * period as far as carry-over allows; all else, which was left when it ended, goes to funding. Done again, there is
 * nothing left to do.
 */
export async function bringHome(deps: HomeDeps, bringing: Bringing): Promise<BroughtHome[]> {
  return transact(deps, (tx) => bring(deps, tx, bringing));
}

/** What `bringHome` would do now. */
export async function planBringingHome(deps: HomeDeps, department: Department): Promise<BroughtHome[]> {
  return rehearse(deps, (tx) => bring(deps, tx, { department, actorId: null }));
}

async function bring(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { department, actorId }: Bringing,
): Promise<BroughtHome[]> {
  const names = (await listPeriodBudgets(tx, [department])).filter(({ balance }) => balance > 0n);
  const locked = await lockWithRunning(deps, tx, names);
  const [budget] = locked.budgets;
  if (!budget) return [];
  // Periods that open together with the running one may leave something too.
  const left = locked.accounts
    .filter((account) => isOfPeriod(account) && account.balance > 0n && isPeriodOver(budget, account))
    .toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const money: (LateMoney & { account: LockedAccount })[] = [];
  for (const account of left) money.push(await moneyIn(deps, tx, { account, department }));
  const moves = await planLateMoves(deps, tx, locked, money);
  await postEntries(tx, moves.entries, moves.accounts);
  const brought = money.map(({ about, account, amountMinor }) => {
    const { carriedMinor, returnedMinor } = must(moves.returns.get(about.id), `move out of ${account.id}`);
    return { period: account.period, amountMinor, carriedMinor, returnedMinor };
  });
  await insertActivities(
    tx,
    brought.map((one, index) => {
      const id = must(money[index], 'money that was brought home').about.id;
      return activityOf(deps, tx, { ...one, id, department, actorId });
    }),
  );
  return brought;
}

async function moneyIn(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { account, department }: { account: LockedAccount; department: Department },
): Promise<LateMoney & { account: LockedAccount }> {
  const { end } = periodOfKey(account.period, department.timeZone);
  // One that another kind of period replaced was empty then, and may have days to go.
  const cameBackMinor = await sumCameBack(tx, account, end <= tx.now ? end : new Date(0));
  const amountMinor = account.balance;
  const about = { type: 'bring-home', id: newId() } as const;
  return { about, account, amountMinor, lapsedMinor: lapsedOf(amountMinor, cameBackMinor) };
}

function activityOf(
  { newId }: Pick<Deps, 'newId'>,
  { now: at }: Pick<Tx, 'now'>,
  { department, actorId, id, period, ...amounts }: BroughtHome & Bringing & { id: string },
): Activity {
  const { organizationId, id: departmentId } = department;
  const detail = {
    id,
    departmentId,
    period,
    currency: department.currency,
    amountMinor: amounts.amountMinor.toString(),
    carriedMinor: amounts.carriedMinor.toString(),
    returnedMinor: amounts.returnedMinor.toString(),
  };
  return { organizationId, id: newId(), at, kind: 'budget.brought-home', actorId, detail };
}
