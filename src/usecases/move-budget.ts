import { postEntries } from '#src/db/account.ts';
import { insertActivities } from '#src/db/activity.ts';
import type { Department } from '#src/db/department.ts';
import { transactOutcome } from '#src/db/transact.ts';
import { done, type Outcome, refused, storeMoney } from '#src/domain/outcome.ts';
import type { Deps } from './deps.ts';
import { moved, openBudgets } from './open-budgets.ts';

/**
 * Moves money from what a department has left in its running period into another's.
 *
 * Refuses departments of two currencies, one without a budget, and more than the first has left.
 */
export async function moveBudget(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  move: { from: Department; to: Department; amountMinor: bigint; reason: string; actorId: string | null },
): Promise<Outcome<{ leftMinor: { from: bigint; to: bigint } }>> {
  const { from, to, amountMinor, reason, actorId } = move;
  if (from.currency !== to.currency) {
    return refused({ kind: 'currencies-differ', from: from.currency, to: to.currency });
  }
  return transactOutcome(deps.db, async (tx) => {
    const { budgets } = await openBudgets(deps, tx, [from, to], () => []);
    const [source, target] = budgets;
    if (!source || !target) throw new Error('the budgets did not open');
    const unset = budgets.find(({ leftMinor }) => leftMinor === undefined);
    if (unset) return refused({ kind: 'no-budget', department: unset.department.name });
    if (source.account.balance < amountMinor) {
      const left = storeMoney({ amountMinor: source.account.balance, currency: from.currency });
      return refused({ kind: 'too-little-to-move', department: from.name, left });
    }
    const id = deps.newId();
    const accounts = [source.account, target.account];
    const entry = { from: source.account, to: target.account, amountMinor };
    await postEntries(tx, moved(deps, 'budget.moved', `budget.moved:${id}`, entry), accounts);
    const detail = { from: from.id, to: to.id, amountMinor: amountMinor.toString(), reason };
    const { organizationId } = from;
    const at = deps.clock.now();
    await insertActivities(tx, [{ organizationId, id, at, kind: 'budget.moved', actorId, detail }]);
    return done({
      leftMinor: {
        from: source.account.balance - amountMinor,
        to: target.account.balance + amountMinor,
      },
    });
  });
}
