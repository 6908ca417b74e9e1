import { accountNamed, isPosted, lockAccounts } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { topUpAccount } from '#src/domain/ledger/accounts.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import { postGrants } from './steps/post-grants.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';
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
 * period. Nobody does it for their own department, and above the organization's amount it waits for a second person.
 */
export async function topUpBudget(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  topUp: TopUp,
): Promise<Outcome<ToppedUp>> {
  return transact(deps, (tx) => topUpIn(deps, tx, topUp));
}

/** The same in a transaction, with the word of a second person where there is one. */
export async function topUpIn(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  topUp: TopUp,
  consent?: Consent,
): Promise<Outcome<ToppedUp>> {
  const { id, department, amountMinor, actorId, reason } = topUp;
  const { organizationId, id: departmentId, currency } = department;
  const subject = { type: 'top-up' as const, id };
  if (await isPosted(tx, organizationId, { kind: 'budget.granted', subject })) {
    return done(await postTopUp(deps, tx, topUp));
  }
  const own = await refuseOwnGrant(tx, { organizationId, actorId, departmentId });
  if (own) return refused(own);
  const change = { kind: 'top-up' as const, departmentId, amountMinor };
  const asked = { organizationId, id, change, weight: amountMinor, currency, basis: '', actorId, reason };
  const waits = await askSecondPerson(deps, tx, asked, consent);
  return waits ? refused(waits) : done(await postTopUp(deps, tx, topUp, consent));
}

/** Posts it: somebody has decided. */
export async function postTopUp(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { id, department, amountMinor, reason, actorId }: TopUp,
  consent?: Consent,
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
  const detail = { departmentId, amountMinor: amountMinor.toString(), reason, ...consent };
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'budget.topped-up', actorId, detail },
  ]);
  return { topUpMinor: after.balance, isRepeat: false };
}
