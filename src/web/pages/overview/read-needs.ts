import type { FrozenWallet, GiftsOfLeaver, ListedBudget, RefusedCount, UnreachedGift } from '#src/app.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { type Forecast, forecast } from '#src/domain/budget/forecast.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { Figures } from './read-figures.ts';

/** What somebody who has left still has: in their wallet, and as gifts that wait for them. */
export type LeaverNeed = { personId: string; name: string; held: Money[]; waiting: GiftsOfLeaver[] };

export type BudgetNeed = {
  budget: BudgetState;
  outlook: Extract<Forecast, { kind: 'used-up' | 'runs-out' }>;
};

/** What waits for the reader, by what it is. A list holds the first; its count all of them. */
export type Needs = {
  approvals: readonly ApprovalView[];
  undelivered: { count: number; gifts: readonly UnreachedGift[] };
  refused: readonly RefusedCount[];
  leavers: readonly LeaverNeed[];
  frozen: readonly FrozenWallet[];
  budgets: readonly BudgetNeed[];
  /** Chat accounts that wait for an admin. */
  identities: number;
  /** Failed jobs apart from deliveries, by the name of the job. */
  failedJobs: readonly { job: string; count: number }[];
};

const REFUSED_DAYS = 7;

/** What needs somebody who answers for everybody's money. */
export async function readNeeds(
  { app, clock }: Pick<SiteDeps, 'app' | 'clock'>,
  person: Person,
  { budgets, undelivered }: Pick<Figures, 'budgets' | 'undelivered'>,
): Promise<Needs> {
  const now = clock.now();
  const { approval, recognition, wallet, gift, people, jobs } = app.queries;
  const [approvals, refused, balances, waiting, frozen, identities, failed] = await Promise.all([
    approval.listToDecide(person, { personId: person.id, now }),
    recognition.countRefused(person, new Date(now.getTime() - REFUSED_DAYS * DAY_MS)),
    wallet.listLeavers(person),
    gift.listOfLeavers(person),
    wallet.listFrozen(person),
    may(person.role, 'link-identities') ? people.listPendingIdentities(person) : [],
    jobs.listFailed(person),
  ]);
  const open = balances.filter(({ honouredAt }) => honouredAt === null);
  return {
    approvals,
    undelivered,
    refused,
    leavers: leaversOf(open, waiting),
    frozen,
    budgets: budgets.flatMap((one) => budgetNeed(one, now)),
    identities: identities.length,
    failedJobs: countByJob(failed.filter(({ job }) => job !== 'deliver-gift').map(({ job }) => job)),
  };
}

/** What needs somebody who gives from their own department's budget: what they decide, and what of theirs did not arrive. */
export function ownNeeds(
  person: Person,
  { approvals, undelivered }: { approvals: readonly ApprovalView[]; undelivered: readonly UnreachedGift[] },
): Needs {
  const own = undelivered.filter(({ giverId }) => giverId === person.id);
  return {
    approvals,
    undelivered: { count: own.length, gifts: own },
    refused: [],
    leavers: [],
    frozen: [],
    budgets: [],
    identities: 0,
    failedJobs: [],
  };
}

/** How many lines it would take to list them all. */
export function countNeedLines(needs: Needs): number {
  const { approvals, undelivered, refused, leavers, frozen, budgets, identities, failedJobs } = needs;
  const lines = [approvals, leavers, frozen, budgets].reduce(
    (sum, { length }) => sum + length,
    undelivered.count,
  );
  const sums = [refused.length, identities, failedJobs.length].filter((count) => count > 0);
  return lines + sums.length;
}

type Balance = Money & { personId: string; name: string };

function leaversOf(balances: readonly Balance[], waiting: readonly GiftsOfLeaver[]): LeaverNeed[] {
  const names = new Map([...balances, ...waiting].map(({ personId, name }) => [personId, name]));
  return [...names].map(([personId, name]) => ({
    personId,
    name,
    held: balances.filter((one) => one.personId === personId),
    waiting: waiting.filter((one) => one.personId === personId),
  }));
}

/** A budget that was never filled is not used up. */
function budgetNeed({ period, state }: ListedBudget, now: Date): BudgetNeed[] {
  if (!state || state.grantedMinor <= 0n) return [];
  const { grantedMinor, leftMinor, topUpMinor } = state;
  const pace = { period, usedMinor: grantedMinor - leftMinor, leftMinor: leftMinor + topUpMinor };
  const outlook = forecast(pace, now);
  return outlook.kind === 'used-up' || outlook.kind === 'runs-out' ? [{ budget: state, outlook }] : [];
}

function countByJob(names: readonly string[]): { job: string; count: number }[] {
  return [...new Set(names)].toSorted().map((job) => ({
    job,
    count: names.filter((name) => name === job).length,
  }));
}
