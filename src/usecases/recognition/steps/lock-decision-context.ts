import { findRepeats } from '#src/db/ledger/activity.ts';
import { lockLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { limitsOf, type DecisionContext } from '#src/domain/recognition/decide-gifts.ts';
import { repeatKey } from '#src/domain/recognition/review-reasons.ts';
import type { Funds } from '#src/domain/budget/gift-request.ts';
import type { Usage } from '#src/domain/budget/limits.ts';
import { yearOf } from '#src/domain/kit/period.ts';
import type { OpenBudget } from '#src/usecases/budget/steps/open-budgets.ts';
import type { ResolvedRecognition } from './resolve-recognitions.ts';

const REPEAT_MS = 60_000;

type Batch = { resolved: readonly ResolvedRecognition[]; budgets: readonly OpenBudget[] };

/** What requests are decided against: the funds of locked budgets, how much of their limits is used, locked too, and what was given lately. */
export async function lockDecisionContext(tx: Tx, { resolved, budgets }: Batch): Promise<DecisionContext> {
  const departmentFunds = budgets.map((budget) => fundsOf(budget, tx.now));
  const usage = await lockUsage(tx, resolved, departmentFunds);
  const recent = await findRecent(tx, resolved);
  return { departmentFunds, usage, recent };
}

function fundsOf({ department, period, leftMinor, topUp, policy }: OpenBudget, now: Date): Funds {
  const { id: departmentId, name, currency, timeZone } = department;
  const { rules, isFrozen, countsRecipients, organizationTimeZone } = policy;
  return {
    departmentId,
    name,
    currency,
    timeZone,
    period,
    year: yearOf(now, organizationTimeZone),
    leftMinor,
    topUpMinor: topUp?.balance ?? 0n,
    isSoft: policy.budget?.isSoft ?? false,
    isFrozen,
    countsRecipients,
    rules,
  };
}

async function lockUsage(
  tx: Tx,
  resolved: readonly ResolvedRecognition[],
  departmentFunds: readonly Funds[],
): Promise<Usage> {
  const byId = new Map(departmentFunds.map((funds) => [funds.departmentId, funds]));
  const limits = resolved.flatMap(({ recognition: { organizationId }, request }) => {
    const funds = byId.get(request.giver?.departmentId ?? '');
    if (!funds) return [];
    return limitsOf(request, funds).map((limit) => {
      const { start: since } = limit.kind === 'recipient' ? funds.year : funds.period;
      return { ...limit, organizationId, since };
    });
  });
  return lockLimitUsage(tx, limits);
}

/** The same gift within a minute may be a mistake, unless its giver has confirmed it. */
async function findRecent(tx: Tx, resolved: readonly ResolvedRecognition[]): Promise<ReadonlySet<string>> {
  const since = new Date(tx.now.getTime() - REPEAT_MS);
  const pairs = resolved.flatMap(({ recognition: { organizationId }, request }) => {
    const { giver, recipients, isConfirmed } = request;
    if (!giver || isConfirmed) return [];
    return recipients.flatMap((one) =>
      one.known ? [{ organizationId, giverId: giver.personId, recipientId: one.personId }] : [],
    );
  });
  const repeats = await findRepeats(tx, pairs, since);
  return new Set(repeats.map((gift) => repeatKey(gift.giverId, gift)));
}
