import { type Activity, insertActivities } from '#src/db/ledger/activity.ts';
import { accountNamed, type LockedAccount, postEntries } from '#src/db/ledger/account.ts';
import { findOverspentBefore, listPeriodBudgets, sumCarried } from '#src/db/budget/earlier-periods.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import { lockDepartment } from '#src/db/people/department.ts';
import { atLeastZero } from '#src/domain/budget/funds.ts';
import { must } from '#src/domain/kit/must.ts';
import { fundingAccount } from '#src/domain/ledger/accounts.ts';
import type { NewEntry } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';
import { isPeriodOver } from './steps/move-late-returns.ts';
import { type OpenBudget, openBudgets } from './steps/open-budgets.ts';
import { lockFunding, moved } from './steps/post-grants.ts';

type WriteOffDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** `id`: of the change that waits for a second person, where one is needed. */
type WriteOff = { department: Department; reason: string; actorId: string | null; id?: string };

/** An overdraft, in minor units, and the key of the period that was overspent. */
export type WrittenOff = { period: string; amountMinor: bigint };

/**
 * Takes what a department owes because its budget was overspent from the organization's funds instead: what the running
 * period is overspent by, what it paid for the one before, and what no later period paid for.
 *
 * Refuses when it owes nothing.
 */
export async function writeOff(deps: WriteOffDeps, asked: WriteOff): Promise<Outcome<WrittenOff[]>> {
  return transact(deps, (tx) => writeOffIn(deps, tx, asked));
}

/** What `writeOff` would do now. */
export async function planWritingOff(
  deps: WriteOffDeps,
  department: Department,
): Promise<Outcome<WrittenOff[]>> {
  return rehearse(deps, (tx) => writeOffIn(deps, tx, { department, reason: '', actorId: null }, 'planned'));
}

/** `account` is overspent by it, or was, and then `paidBy` is the running one. */
type Overdraft = { id: string; account: LockedAccount; amountMinor: bigint; paidBy?: LockedAccount };

/** The same in a transaction, with the word of a second person on these very overdrafts where there is one. */
export async function writeOffIn(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked: WriteOff,
  consent?: Word,
): Promise<Outcome<WrittenOff[]>> {
  const { department } = asked;
  // Nothing opens, comes back or is set meanwhile.
  await lockDepartment(tx, department);
  const names = await listPeriodBudgets(tx, [department]);
  const { budgets, accounts } = await openBudgets(deps, tx, [department], () => names);
  const budget = must(budgets[0], 'open budget');
  const overdrafts = await listOverdrafts(deps, tx, budget, accounts);
  if (overdrafts.length === 0) return refused({ kind: 'nothing-overspent', department: department.name });
  const refusal = await refuseAlone(deps, tx, { asked, overdrafts }, consent);
  if (refusal) return refused(refusal);
  const all = accounts.filter(({ kind }) => kind === 'budget');
  const funding = await lockFunding(deps, tx, [budget.account]);
  const entries = overdrafts.flatMap((one) => entriesOf(deps, tx, one, funding));
  await postEntries(tx, entries, [...all, ...funding]);
  await insertActivities(
    tx,
    overdrafts.map((one) => activityOf(deps, tx, one, { ...asked, consent })),
  );
  return done(overdrafts.map(({ account, amountMinor }) => ({ period: account.period, amountMinor })));
}

type Word = (Consent & { basis: string }) | 'planned';

/** Why whoever asks may not write it off alone, if so. Whoever consented has seen the overdrafts as they were. */
async function refuseAlone(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { asked, overdrafts }: { asked: WriteOff; overdrafts: readonly Overdraft[] },
  consent: Word | undefined,
): Promise<Refusal | undefined> {
  const { department, reason, actorId, id } = asked;
  const { organizationId, id: departmentId, currency } = department;
  const own = await refuseOwnGrant(tx, { organizationId, actorId, departmentId });
  if (own || consent === 'planned') return own;
  const basis = overdrafts.map(({ account, amountMinor }) => `${account.period} ${amountMinor}`).join(', ');
  if (consent && consent.basis !== basis) return { kind: 'setting-changed' };
  const weight = overdrafts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const change = { kind: 'write-off' as const, departmentId };
  const made = { organizationId, id, change, weight, currency, basis, actorId, reason };
  return askSecondPerson(deps, tx, made, consent);
}

async function listOverdrafts(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  budget: OpenBudget,
  accounts: readonly LockedAccount[],
): Promise<Overdraft[]> {
  const { account: running } = budget;
  const forgotten = accounts
    .filter(({ kind, balance }) => kind === 'budget' && balance < 0n)
    .filter((account) => isPeriodOver(budget, account))
    .map((account) => ({ id: newId(), account, amountMinor: -account.balance }));
  const paidMinor = atLeastZero(-(await sumCarried(tx, running)));
  const before = paidMinor > 0n ? await findOverspentBefore(tx, running) : undefined;
  const paid = before
    ? [{ id: newId(), account: accountNamed(accounts, before), amountMinor: paidMinor, paidBy: running }]
    : [];
  const owedMinor = atLeastZero(-(running.balance + paidMinor));
  const own = owedMinor > 0n ? [{ id: newId(), account: running, amountMinor: owedMinor }] : [];
  return [...forgotten, ...paid, ...own];
}

function entriesOf(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { id, account, amountMinor, paidBy }: Overdraft,
  funding: readonly LockedAccount[],
): NewEntry[] {
  const { organizationId, currency } = account;
  const from = accountNamed(funding, fundingAccount(organizationId, currency));
  const subject = { type: 'write-off' as const, id };
  return [
    ...moved(deps, tx, { kind: 'budget.granted', subject }, { from, to: account, amountMinor }),
    ...(paidBy
      ? moved(deps, tx, { kind: 'budget.carried', subject }, { from: account, to: paidBy, amountMinor })
      : []),
  ];
}

function activityOf(
  { newId }: Pick<Deps, 'newId'>,
  { now: at }: Pick<Tx, 'now'>,
  { id, account, amountMinor, paidBy }: Overdraft,
  { department, reason, actorId, consent }: WriteOff & { consent: Word | undefined },
): Activity {
  const { organizationId, id: departmentId } = department;
  const amount = amountMinor.toString();
  const { currency } = account;
  const amounts = { currency, grantedMinor: amount, carriedMinor: paidBy ? amount : '0' };
  const detail = { id, departmentId, period: account.period, ...amounts, reason };
  const second = consent && consent !== 'planned' ? { confirmedBy: consent.confirmedBy } : {};
  return {
    organizationId,
    id: newId(),
    at,
    kind: 'budget.written-off',
    actorId,
    detail: { ...detail, ...second },
  };
}
