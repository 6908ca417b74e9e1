import { accountNamed, isPosted, type LockedAccount, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { EntryName } from '#src/domain/ledger/entries.ts';
import { done, type Outcome, refused, storeMoney } from '#src/domain/outcome.ts';
import { alertBudgets } from './steps/alert-budgets.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type OpenBudget, openBudgets } from './steps/open-budgets.ts';
import { moved } from './steps/post-grants.ts';
import type { Department } from '#src/domain/people/department.ts';

type MoveDeps = Pick<Deps, 'newId'>;

type Move = {
  /** The same id moves once. */
  id: string;
  from: Department;
  to: Department;
  /** Above zero. */
  amountMinor: bigint;
  reason: string;
  actorId: string | null;
};

/** What both departments have left, minor units. `isRepeat`: it was moved by that id before, and not again. */
export type MovedBudget = { leftMinor: { from: bigint; to: bigint }; isRepeat: boolean };

/**
 * Moves money from what a department has left in its running period into another's. The owners of the first are told when
 * that leaves it nearly used up.
 *
 * Refuses one and the same department, departments of two currencies, one without a budget, and more than the first has left.
 */
export async function moveBudget(
  deps: MoveDeps & Pick<Deps, 'db' | 'clock' | 'queue' | 'log'>,
  move: Move,
): Promise<Outcome<MovedBudget>> {
  const { from, to } = move;
  if (from.id === to.id) return refused({ kind: 'same-department', department: from.name });
  if (from.currency !== to.currency) {
    return refused({ kind: 'currencies-differ', from: from.currency, to: to.currency });
  }
  return transact(deps, (tx) => moveLocked(deps, tx, move));
}

async function moveLocked(deps: MoveDeps, tx: Tx, move: Move): Promise<Outcome<MovedBudget>> {
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
  const after = await post(deps, tx, move, { source, target });
  await alertBudgets(deps, tx, [{ budget: source, after: after.source }]);
  const leftMinor = { from: after.source.balance, to: after.target.balance };
  return done({ leftMinor, isRepeat: false });
}

/** Of the entry that moves it. */
function nameOf({ id }: Move): EntryName<'budget.moved'> {
  return { kind: 'budget.moved', subject: { type: 'move', id } };
}

/** Writes the move, and returns the two accounts as it leaves them. */
async function post(
  deps: MoveDeps,
  tx: Tx,
  move: Move,
  { source, target }: { source: OpenBudget; target: OpenBudget },
): Promise<{ source: LockedAccount; target: LockedAccount }> {
  const { from, to, amountMinor, reason, actorId } = move;
  const accounts = [source.account, target.account];
  const entry = { from: source.account, to: target.account, amountMinor };
  const after = await postEntries(tx, moved(deps, tx, nameOf(move), entry), accounts);
  const detail = { from: from.id, to: to.id, amountMinor: amountMinor.toString(), reason };
  const { organizationId } = from;
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'budget.moved', actorId, detail },
  ]);
  return { source: accountNamed(after, source.account), target: accountNamed(after, target.account) };
}
