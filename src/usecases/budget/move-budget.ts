import { accountNamed, isPosted, type LockedAccount, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import type { EntryName } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { alertBudgets } from './steps/alert-budgets.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type OpenBudget, openBudgets } from './steps/open-budgets.ts';
import { moved } from './steps/post-grants.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';
import type { Department } from '#src/domain/people/department.ts';

type MoveDeps = Pick<Deps, 'newId'>;
type AllDeps = MoveDeps & Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>;

type BudgetMove = {
  /** Makes a repeat harmless: one id moves money once. */
  id: string;
  from: Department;
  to: Department;
  /** Above zero. */
  amountMinor: bigint;
  reason: string;
  actorId: string | null;
};

/** What both departments have left, minor units. `isRepeat`: this id had moved it before, so nothing moved now. */
export type MovedBudget = { leftMinor: { from: bigint; to: bigint }; isRepeat: boolean };

/**
 * Moves money that a department has left in its running period to another department. The source's owners are told when
 * that leaves it nearly used up.
 *
 * Refuses a move to the same department or between currencies, a department without a budget, and more than the source
 * has left.
 */
export async function moveBudget(deps: AllDeps, move: BudgetMove): Promise<Outcome<MovedBudget>> {
  return transact(deps, (tx) => moveIn(deps, tx, move));
}

/** What `moveBudget` would do now. */
export async function planMove(deps: AllDeps, move: BudgetMove): Promise<Outcome<MovedBudget>> {
  return rehearse(deps, (tx) => moveIn(deps, tx, move, 'planned'));
}

/** The same in a transaction, with the word of a second person where there is one. */
export async function moveIn(
  deps: MoveDeps,
  tx: Tx,
  move: BudgetMove,
  consent?: Consent | 'planned',
): Promise<Outcome<MovedBudget>> {
  const { from, to } = move;
  if (from.id === to.id) return refused({ kind: 'same-department', department: from.name });
  if (from.currency !== to.currency) {
    return refused({ kind: 'currencies-differ', from: from.currency, to: to.currency });
  }
  return moveLocked(deps, tx, move, consent);
}

async function moveLocked(
  deps: MoveDeps,
  tx: Tx,
  move: BudgetMove,
  consent: Consent | 'planned' | undefined,
): Promise<Outcome<MovedBudget>> {
  const { from, to, amountMinor } = move;
  const { budgets } = await openBudgets(deps, tx, [from, to], () => []);
  const [source, target] = budgets;
  if (!source || !target) throw new Error('the budgets did not open');
  const unset = budgets.find(({ leftMinor }) => leftMinor === undefined);
  if (unset) return refused({ kind: 'no-budget', department: unset.department.name });
  if (await isPosted(tx, from.organizationId, nameOf(move))) {
    const leftMinor = { from: source.account.balance, to: target.account.balance };
    return done({ leftMinor, isRepeat: true });
  }
  if (source.account.balance < amountMinor) {
    const left = storeMoney({ amountMinor: source.account.balance, currency: from.currency });
    return refused({ kind: 'too-little-to-move', department: from.name, left });
  }
  const refusal = await refuseAlone(deps, tx, move, consent);
  if (refusal) return refused(refusal);
  const after = await post(deps, tx, { ...move, consent }, { source, target });
  await alertBudgets(deps, tx, [{ budget: source, after: after.source }]);
  const leftMinor = { from: after.source.balance, to: after.target.balance };
  return done({ leftMinor, isRepeat: false });
}

/** Why the giver of the money may not move it alone, if so. */
async function refuseAlone(
  deps: MoveDeps,
  tx: Tx,
  { id, from, to, amountMinor, reason, actorId }: BudgetMove,
  consent: Consent | 'planned' | undefined,
): Promise<Refusal | undefined> {
  const { organizationId, currency } = from;
  const own = await refuseOwnGrant(tx, { organizationId, actorId, departmentId: to.id });
  if (own || consent === 'planned') return own;
  const change = { kind: 'move' as const, fromId: from.id, toId: to.id, amountMinor };
  const asked = { organizationId, id, change, weight: amountMinor, currency, basis: '', actorId, reason };
  return askSecondPerson(deps, tx, asked, consent);
}

/** The name of the entry that moves it. */
function nameOf({ id }: Pick<BudgetMove, 'id'>): EntryName<'budget.moved'> {
  return { kind: 'budget.moved', subject: { type: 'move', id } };
}

/** Posts the move and returns both accounts with their new balances. */
async function post(
  deps: MoveDeps,
  tx: Tx,
  move: BudgetMove & { consent: Consent | 'planned' | undefined },
  { source, target }: { source: OpenBudget; target: OpenBudget },
): Promise<{ source: LockedAccount; target: LockedAccount }> {
  const { from, to, amountMinor, reason, actorId, consent } = move;
  const accounts = [source.account, target.account];
  const entry = { from: source.account, to: target.account, amountMinor };
  const after = await postEntries(tx, moved(deps, tx, nameOf(move), entry), accounts);
  const detail = {
    from: from.id,
    to: to.id,
    amountMinor: amountMinor.toString(),
    reason,
    ...(consent !== 'planned' && consent),
  };
  const { organizationId } = from;
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'budget.moved', actorId, detail },
  ]);
  return { source: accountNamed(after, source.account), target: accountNamed(after, target.account) };
}
