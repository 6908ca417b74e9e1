import { findRepeats } from '#src/db/ledger/activity.ts';
import { lockLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { limitsOf, type DecisionContext } from '#src/domain/recognition/decide-gifts.ts';
import { repeatKey, unconfirmedPairsOf } from '#src/domain/recognition/review-reasons.ts';
import { cardItemOf, RECIPIENT_CHOOSES } from '#src/domain/budget/gift-kind.ts';
import { findCardOffer } from '#src/usecases/budget/steps/find-card-offer.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import type { DepartmentRef } from '#src/domain/people/department.ts';
import type { Funds } from '#src/domain/budget/funds.ts';
import type { Usage } from '#src/domain/budget/limits.ts';
import { must } from '#src/domain/kit/must.ts';
import { yearOf } from '#src/domain/kit/period.ts';
import type { OpenBudget } from '#src/usecases/budget/steps/open-budgets.ts';
import type { ResolvedRecognition } from '#src/domain/recognition/recognition.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';

const REPEAT_MS = MINUTE_MS;

type Batch = { requests: readonly ResolvedRecognition[]; budgets: readonly OpenBudget[] };

/**
 * What decisions depend on: the funds of locked budgets, the usage of limits (locked here), and what was given lately.
 */
export async function lockDecisionContext(
  deps: Pick<Deps, 'rewardProviders'>,
  tx: Tx,
  { requests, budgets }: Batch,
): Promise<DecisionContext> {
  const cards = await findCards(deps, tx, budgets);
  const departmentFunds = budgets.map((budget) => fundsOf(budget, { now: tx.now, cards }));
  const usage = await lockUsage(tx, requests, departmentFunds);
  const recent = await findRecent(tx, requests);
  return { departmentFunds, usage, recent };
}

/** What the departments' gifts are that are a card, by department. Most give stored value. */
export async function findCards(
  deps: Pick<Deps, 'rewardProviders'>,
  db: Reader,
  budgets: readonly { department: DepartmentRef; policy: { rules: Pick<GivingRules, 'giftKind'> } }[],
): Promise<Map<string, Funds['card']>> {
  const cards = new Map<string, Funds['card']>();
  for (const { department, policy } of budgets) {
    const { giftKind } = policy.rules;
    const itemId = cardItemOf(giftKind);
    if (giftKind === RECIPIENT_CHOOSES) cards.set(department.id, 'to-choose');
    if (itemId === undefined) continue;
    cards.set(department.id, (await findCardOffer(deps, db, { ...department, itemId })) ?? 'missing');
  }
  return cards;
}

type Known = { now: Date; cards: ReadonlyMap<string, Funds['card']> };

function fundsOf({ department, period, leftMinor, topUp, policy }: OpenBudget, { now, cards }: Known): Funds {
  const { id: departmentId, name, currency, timeZone } = department;
  const { rules, isFrozen, isClosed, countsRecipients, organizationTimeZone } = policy;
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
    isClosed,
    countsRecipients,
    rules,
    card: cards.get(departmentId),
  };
}

async function lockUsage(
  tx: Tx,
  requests: readonly ResolvedRecognition[],
  departmentFunds: readonly Funds[],
): Promise<Usage> {
  const byId = new Map(departmentFunds.map((funds) => [funds.departmentId, funds]));
  const limits = requests.flatMap((request) => {
    const { giver, recognition } = request;
    if (!giver) return [];
    const funds = must(byId.get(giver.departmentId), `open budget of department ${giver.departmentId}`);
    const { organizationId } = recognition;
    return limitsOf(request, funds).map((limit) => {
      const { start: since } = limit.kind === 'recipient' ? funds.year : funds.period;
      return { ...limit, organizationId, since };
    });
  });
  return lockLimitUsage(tx, limits);
}

/** The same gift within a minute may be a mistake. */
async function findRecent(tx: Tx, requests: readonly ResolvedRecognition[]): Promise<ReadonlySet<string>> {
  const since = new Date(tx.now.getTime() - REPEAT_MS);
  const repeats = await findRepeats(tx, requests.flatMap(unconfirmedPairsOf), since);
  return new Set(repeats.map((gift) => repeatKey(gift.giverId, gift)));
}
