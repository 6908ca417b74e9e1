import type {
  FrozenWallet,
  LeaverNeeds,
  ListedBudget,
  ProposalView,
  RefusedCount,
  UnreachedGift,
} from '#src/app.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import { whoGains } from '#src/domain/budget/proposal.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { type Forecast, forecast } from '#src/domain/budget/forecast.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { dayOf, dayStart } from '#src/domain/kit/period.ts';
import { deedsOf, grantsThemselves, may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Setup } from '#src/domain/people/setup.ts';
import {
  giftWarnings,
  type GivingWarning,
  USUAL_PAIR_PERCENT,
  WARNING_DAYS,
} from '#src/domain/report/giving-warnings.ts';
import { keepPairs } from './keep-pairs.ts';
import { readSetup } from '../setup/read-setup.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { Figures } from './read-figures.ts';

export type BudgetNeed = {
  budget: BudgetState;
  outlook: Extract<Forecast, { kind: 'used-up' | 'runs-out' }>;
};

/** What waits for the reader, by what it is. A list holds the first; its count all of them. */
export type Needs = {
  approvals: readonly ApprovalView[];
  /** Changes of money rules that wait for the reader's word. */
  proposals: readonly ProposalView[];
  undelivered: { count: number; gifts: readonly UnreachedGift[] };
  refused: readonly RefusedCount[];
  leavers: LeaverNeeds;
  frozen: readonly FrozenWallet[];
  budgets: readonly BudgetNeed[];
  /** Pairs and rings of givers that nobody has looked at. */
  warnings: readonly GivingWarning[];
  /** Chat accounts that wait for an admin. */
  identities: number;
  /** How far the set-up has come, for those who set Largesse up. */
  setup?: Setup | undefined;
  /** Failed jobs apart from deliveries, by the name of the job. */
  failedJobs: readonly { job: string; count: number }[];
};

const REFUSED_DAYS = 7;
const MOST_UNDELIVERED = 20;
const MOST_LEAVERS = 5;

/** What needs somebody who answers for everybody's money. */
export async function readNeeds(
  deps: Pick<SiteDeps, 'app' | 'clock' | 'organization' | 'setup'>,
  person: Person,
  { budgets, undelivered }: Pick<Figures, 'budgets' | 'undelivered'>,
): Promise<Needs> {
  const { app, clock } = deps;
  const now = clock.now();
  const { approval, recognition, wallet, people, jobs } = app.queries;
  const [approvals, open, refused, leavers, frozen, identities, failed, warnings, read] = await Promise.all([
    approval.listToDecide(person, { personId: person.id, now }),
    app.queries.budget.listProposals(person, { now }),
    recognition.countRefused(person, new Date(now.getTime() - REFUSED_DAYS * DAY_MS)),
    wallet.listLeaverNeeds(person, MOST_LEAVERS),
    wallet.listFrozen(person),
    may(person.role, 'link-identities') ? people.listPendingIdentities(person) : [],
    jobs.listFailed(person),
    readWarnings(deps, person),
    readSetup(deps, person),
  ]);
  return {
    approvals,
    proposals: open.filter(({ proposedBy, change }) => {
      return proposedBy !== person.id && !grantsThemselves(person, whoGains(change));
    }),
    undelivered,
    refused,
    leavers,
    frozen,
    budgets: budgets.flatMap((one) => budgetNeed(one, now)),
    warnings,
    setup: read?.setup,
    identities: identities.length,
    failedJobs: countByJob(failed.filter(({ job }) => job !== 'deliver-gift').map(({ job }) => job)),
  };
}

/** Who gave to whom so much or so often that somebody should look, as far as nobody has. */
async function readWarnings(
  { app, clock, organization }: Pick<SiteDeps, 'app' | 'clock' | 'organization'>,
  person: Person,
): Promise<GivingWarning[]> {
  const since = new Date(clock.now().getTime() - WARNING_DAYS * DAY_MS);
  const { currency } = organization;
  const [pairs, looked, rules] = await Promise.all([
    keepPairs({ app, clock }, person),
    app.queries.gift.listLookedAt(person, since),
    app.queries.budget.getRules(person, { departmentId: null, currency }),
  ]);
  const pairPercent = (rules.ok && rules.value.rules.pairShare?.maxPercent) || USUAL_PAIR_PERCENT;
  return giftWarnings(pairs, { pairPercent }).filter(
    ({ kind, subject }) => !looked.some((one) => one.kind === kind && one.subject === subject),
  );
}

/** Everything that needs somebody, as on their overview; undefined for those who have none. */
export async function readAllNeeds(
  deps: Pick<SiteDeps, 'app' | 'clock' | 'organization' | 'setup'>,
  person: Person,
): Promise<Needs | undefined> {
  const { app, clock, organization } = deps;
  const now = clock.now();
  const { timeZone } = organization;
  const since = dayStart(`${dayOf(now, timeZone).slice(0, 7)}-01`, timeZone);
  if (deedsOf(person.role, 'spend', 'all').includes('read')) {
    const [budgets, undelivered] = await Promise.all([
      app.queries.budget.list(person),
      app.queries.gift.listUnreached(person, { since, limit: MOST_UNDELIVERED }),
    ]);
    return readNeeds(deps, person, { budgets, undelivered });
  }
  if (!may(person.role, 'see-budget')) return undefined;
  const [approvals, undelivered] = await Promise.all([
    app.queries.approval.listToDecide(person, { personId: person.id, now }),
    app.queries.gift.listUnreached(person, { since, limit: MOST_UNDELIVERED }),
  ]);
  return ownNeeds(person, { approvals, undelivered: undelivered.gifts });
}

/** What needs somebody who gives from their own department's budget: what they decide, and what of theirs did not arrive. */
export function ownNeeds(
  person: Person,
  { approvals, undelivered }: { approvals: readonly ApprovalView[]; undelivered: readonly UnreachedGift[] },
): Needs {
  const own = undelivered.filter(({ giverId }) => giverId === person.id);
  return {
    approvals,
    proposals: [],
    undelivered: { count: own.length, gifts: own },
    refused: [],
    leavers: { count: 0, leavers: [] },
    frozen: [],
    budgets: [],
    warnings: [],
    identities: 0,
    failedJobs: [],
  };
}

/** How many lines it would take to list them all. */
export function countNeedLines(needs: Needs): number {
  const {
    approvals,
    proposals,
    undelivered,
    refused,
    leavers,
    frozen,
    budgets,
    warnings,
    identities,
    failedJobs,
    setup,
  } = needs;
  const lines = [approvals, proposals, frozen, budgets, warnings].reduce(
    (sum, { length }) => sum + length,
    undelivered.count + leavers.count,
  );
  const sums = [refused.length, identities, failedJobs.length, setup?.next ? 1 : 0].filter(
    (count) => count > 0,
  );
  return lines + sums.length;
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
