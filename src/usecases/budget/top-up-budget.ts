import { accountNamed, isPosted, lockAccounts } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { topUpAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { postGrants } from './steps/post-grants.ts';
import type { Department } from '#src/domain/people/department.ts';

export type TopUp = {
  /** Makes a repeat harmless: one id tops up once. */
  id: string;
  department: Department;
  /** Above zero. */
  amountMinor: bigint;
  reason: string;
  actorId: string | null;
};

/**
 * What the department's top-ups hold now, minor units. `isRepeat`: this id had topped it up before, so nothing was
 * added.
 */
export type ToppedUp = { topUpMinor: bigint; isRepeat: boolean };

/**
 * Gives a department money once, on top of its budget: it is spent after the period's own money, and outlives the
 * period.
 */
export async function topUpBudget(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  topUp: TopUp,
): Promise<ToppedUp> {
  return transact(deps, (tx) => postTopUp(deps, tx, topUp));
}

/** The same, inside a larger transaction. */
export async function postTopUp(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { id, department, amountMinor, reason, actorId }: TopUp,
): Promise<ToppedUp> {
  const { organizationId, id: departmentId } = department;
  const name = topUpAccount(department);
  const account = accountNamed(await lockAccounts(tx, [name], deps.newId), name);
  const subject = { type: 'top-up' as const, id };
  if (await isPosted(tx, organizationId, { kind: 'budget.granted', subject })) {
    return { topUpMinor: account.balance, isRepeat: true };
  }
  const grant = { account, amountMinor, subject };
  const after = accountNamed(await postGrants(deps, tx, [grant], [account]), name);
  const detail = { departmentId, amountMinor: amountMinor.toString(), reason };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'budget.topped-up', actorId, detail },
  ]);
  return { topUpMinor: after.balance, isRepeat: false };
}
