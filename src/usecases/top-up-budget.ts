import { accountNamed, lockAccounts } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import type { Department } from '#src/db/department.ts';
import type { Tx } from '#src/db/schema.ts';
import { topUpAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import { postGrants } from './post-grants.ts';
import { stopClock } from './stop-clock.ts';

export type TopUp = {
  /** The same id tops up once. */
  id: string;
  department: Department;
  /** Above zero. */
  amountMinor: bigint;
  reason: string;
  actorId: string | null;
};

type TopUpDeps = Pick<Deps, 'clock' | 'newId'>;

/**
 * Gives a department money once, beside its budget: it is spent when the period's is, and outlives the period.
 *
 * @returns what the department's top-ups hold now, minor units.
 */
export async function topUpBudget(deps: TopUpDeps & Pick<Deps, 'db'>, topUp: TopUp): Promise<bigint> {
  return deps.db.transaction().execute((tx) => postTopUp(stopClock(deps), tx, topUp));
}

/** The same within a transaction that does more. */
export async function postTopUp(
  deps: TopUpDeps,
  tx: Tx,
  { id, department, amountMinor, reason, actorId }: TopUp,
): Promise<bigint> {
  const { organizationId, id: departmentId } = department;
  const name = topUpAccount(department);
  const account = accountNamed(await lockAccounts(tx, [name], deps.newId), name);
  const grant = { account, amountMinor, key: `budget.topped_up:${id}` };
  const after = accountNamed(await postGrants(deps, tx, [grant], [account]), name);
  const detail = { departmentId, amountMinor: amountMinor.toString(), reason };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: deps.clock.now(), kind: 'budget.topped-up', actorId, detail },
  ]);
  return after.balance;
}
