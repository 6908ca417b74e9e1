import { accountNamed, type LockedAccount, postEntries } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import type { Department } from '#src/db/department.ts';
import type { Tx } from '#src/db/schema.ts';
import { transactOutcome } from '#src/db/transact.ts';
import { done, type Outcome, refused, storeMoney } from '#src/domain/outcome.ts';
import { alertBudgets } from './alert-budgets.ts';
import type { Deps } from './deps.ts';
import { type OpenBudget, openBudgets } from './open-budgets.ts';
import { moved } from './post-grants.ts';
import { stopClock } from './stop-clock.ts';

type MoveDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'queue'>;

type Move = { from: Department; to: Department; amountMinor: bigint; reason: string; actorId: string | null };

/** What both departments have left, minor units. */
export type MovedBudget = { leftMinor: { from: bigint; to: bigint } };

/**
 * Moves money from what a department has left in its running period into another's. The owners of the first are told when
 * that leaves it nearly used up.
 *
 * Refuses one and the same department, departments of two currencies, one without a budget, and more than the first has left.
 */
export async function moveBudget(deps: MoveDeps, move: Move): Promise<Outcome<MovedBudget>> {
  const { from, to } = move;
  if (from.id === to.id) return refused({ kind: 'same-department', department: from.name });
  if (from.currency !== to.currency) {
    return refused({ kind: 'currencies-differ', from: from.currency, to: to.currency });
  }
  const outcome = await transactOutcome(deps.db, (tx) => moveLocked(stopClock(deps), tx, move));
  if (!outcome.ok) return outcome;
  const { noticeIds, leftMinor } = outcome.value;
  await deps.queue.ring('send-notice', noticeIds);
  return done({ leftMinor });
}

async function moveLocked(
  deps: MoveDeps,
  tx: Tx,
  move: Move,
): Promise<Outcome<MovedBudget & { noticeIds: string[] }>> {
  const { from, to, amountMinor } = move;
  const { budgets } = await openBudgets(deps, tx, [from, to], () => []);
  const [source, target] = budgets;
  if (!source || !target) throw new Error('the budgets did not open');
  const unset = budgets.find(({ leftMinor }) => leftMinor === undefined);
  if (unset) return refused({ kind: 'no-budget', department: unset.department.name });
  if (source.account.balance < amountMinor) {
    const left = storeMoney({ amountMinor: source.account.balance, currency: from.currency });
    return refused({ kind: 'too-little-to-move', department: from.name, left });
  }
  const after = await post(deps, tx, move, { source, target });
  const noticeIds = await alertBudgets(deps, tx, [{ budget: source, after: after.source }]);
  return done({ leftMinor: { from: after.source.balance, to: after.target.balance }, noticeIds });
}

/** Writes the move, and returns the two accounts as it leaves them. */
async function post(
  deps: MoveDeps,
  tx: Tx,
  { from, to, amountMinor, reason, actorId }: Move,
  { source, target }: { source: OpenBudget; target: OpenBudget },
): Promise<{ source: LockedAccount; target: LockedAccount }> {
  const id = deps.newId();
  const accounts = [source.account, target.account];
  const entry = { from: source.account, to: target.account, amountMinor };
  const after = await postEntries(tx, moved(deps, 'budget.moved', `budget.moved:${id}`, entry), accounts);
  const detail = { from: from.id, to: to.id, amountMinor: amountMinor.toString(), reason };
  const { organizationId } = from;
  const at = deps.clock.now();
  await insertActivities(tx, [{ organizationId, id, at, kind: 'budget.moved', actorId, detail }]);
  return { source: accountNamed(after, source.account), target: accountNamed(after, target.account) };
}
