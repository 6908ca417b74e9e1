import { type DepartmentPolicy, getDepartmentPolicies } from '#src/db/budget/budget.ts';
import { readSnapshot } from '#src/db/kit/snapshot.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { listPersonNames } from '#src/db/people/person.ts';
import type { PastRequest } from '#src/db/recognition/past-requests.ts';
import { calendarOf, DEFAULT_PERIOD } from '#src/domain/budget/budget-policy.ts';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { minorOrZero } from '#src/domain/kit/amount/to-minor.ts';
import type { Money } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { periodBefore, periodOf } from '#src/domain/kit/period.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import { describeRef } from '#src/domain/people/person-ref.ts';
import { type Fate, replay } from '#src/domain/recognition/replay.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findCards } from './steps/lock-decision-context.ts';
import { type Past, type PastDepartment, readPast } from './steps/read-past.ts';

/** The rules by which a department's requests are decided once more. */
export type RulesToTry = { departmentId: string; rules: GivingRules };

/** How many requests fared in which way. */
export type FateCounts = Record<Fate['kind'], number>;

/** A request that would fare otherwise. The amount is for each recipient. */
export type ReplayedRequest = {
  id: string;
  at: Date;
  departmentId: string;
  giver: string;
  recipients: string[];
  amount: Money;
  before: Fate;
  after: Fate;
};

/**
 * What the requests of the last period come to by the rules in force and by others. `running`: nothing was asked for in the last one,
 * so it is the current one so far. `reasons`: why requests are refused that the rules in force let through.
 */
export type Replayed = {
  period: 'last' | 'running';
  requests: number;
  isCapped: boolean;
  before: FateCounts;
  after: FateCounts;
  reasons: { kind: Refusal['kind']; count: number }[];
  changed: ReplayedRequest[];
};

const MOST_REQUESTS = 5_000;

type ReplayDeps = Pick<Deps, 'db' | 'clock' | 'rewardProviders'>;

/**
 * Decides the last period's requests of departments with one currency by their rules in force and by other ones, with people, budgets
 * and limits as they were or, where nobody wrote that down, as they are. Departments that the reader may not see are left out; undefined
 * when there is nothing to decide. Only reads.
 */
export async function replayRules(
  deps: ReplayDeps,
  scope: Scope,
  tried: readonly RulesToTry[],
  { mostRequests = MOST_REQUESTS }: { mostRequests?: number } = {},
): Promise<Replayed | undefined> {
  const { organizationId } = scope;
  const seen = tried.filter(({ departmentId }) => sees(scope, { departmentId }));
  return readSnapshot(deps.db, async (db) => {
    const refs = seen.map(({ departmentId: id }) => ({ organizationId, id }));
    const now = deps.clock.now();
    const policies = [...(await getDepartmentPolicies(db, refs, now)).values()];
    if (policies.length === 0) return undefined;
    for (const period of ['last', 'running'] as const) {
      const past = await readPast(db, inPeriod(policies, period, now), { limit: mostRequests, now });
      if (past.requests.length > 0)
        return { period, ...(await compare(deps, db, { past, policies, tried: seen })) };
    }
    return undefined;
  });
}

function inPeriod(
  policies: readonly DepartmentPolicy[],
  which: 'last' | 'running',
  now: Date,
): PastDepartment[] {
  return policies.map((policy) => {
    const calendar = calendarOf(policy.budget ?? DEFAULT_PERIOD, policy.department.timeZone);
    const running = periodOf(now, calendar);
    const period = which === 'last' ? periodBefore(running, calendar) : running;
    return { policy, period, until: period.end };
  });
}

type Compared = { past: Past; policies: readonly DepartmentPolicy[]; tried: readonly RulesToTry[] };

async function compare(
  deps: ReplayDeps,
  db: Reader,
  { past, policies, tried }: Compared,
): Promise<Omit<Replayed, 'period'>> {
  const [before, after] = [
    await fatesBy(deps, db, past, policies),
    await fatesBy(
      deps,
      db,
      past,
      policies.map((policy) => ({
        ...policy,
        rules: must(
          tried.find(({ departmentId }) => departmentId === policy.department.id),
          `rules of department ${policy.department.id}`,
        ).rules,
      })),
    ),
  ];
  const fared = past.requests.map((request) => ({
    request,
    before: must(before.get(request.id), `fate of request ${request.id}`),
    after: must(after.get(request.id), `fate of request ${request.id}`),
  }));
  const changed = fared.filter((one) => one.before.kind !== one.after.kind);
  return {
    requests: fared.length,
    isCapped: past.isCapped,
    before: countsOf(fared.map((one) => one.before)),
    after: countsOf(fared.map((one) => one.after)),
    reasons: reasonsOf(changed.map((one) => one.after)),
    changed: await named(db, { past, changed }, policies),
  };
}

async function fatesBy(
  deps: ReplayDeps,
  db: Reader,
  { events, funds, usage }: Past,
  policies: readonly DepartmentPolicy[],
): Promise<Map<string, Fate>> {
  const cards = await findCards(
    deps,
    db,
    policies.map((policy) => ({ department: policy.department, policy })),
  );
  const departmentFunds = funds.map((one) => {
    const policy = policies.find(({ department }) => department.id === one.departmentId);
    const { rules } = must(policy, `policy of department ${one.departmentId}`);
    return { ...one, rules, card: cards.get(one.departmentId) };
  });
  return replay(events, { departmentFunds, usage, recent: new Set() });
}

function countsOf(fates: readonly Fate[]): FateCounts {
  const counts = { given: 0, asked: 0, refused: 0 };
  for (const { kind } of fates) counts[kind] += 1;
  return counts;
}

function reasonsOf(fates: readonly Fate[]): Replayed['reasons'] {
  const counts = new Map<Refusal['kind'], number>();
  for (const fate of fates) {
    if (fate.kind === 'refused') counts.set(fate.refusal.kind, (counts.get(fate.refusal.kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count);
}

type Fared = { request: PastRequest; before: Fate; after: Fate };

/** The newest first, with the names of people. */
async function named(
  db: Reader,
  { past, changed }: { past: Past; changed: readonly Fared[] },
  policies: readonly DepartmentPolicy[],
): Promise<ReplayedRequest[]> {
  const organizationId = must(policies[0], 'policy').department.organizationId;
  const people = await listPersonNames(db, organizationId, [
    ...new Set(changed.map(({ request }) => request.giverId)),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const currency = must(policies[0], 'policy').department.currency;
  return changed.toReversed().map(({ request, before, after }) => ({
    id: request.id,
    at: request.decidedAt,
    departmentId: request.departmentId,
    giver: names.get(request.giverId) ?? describeRef(request.giver),
    recipients: past.recipients.get(request.id) ?? [],
    amount: { amountMinor: minorOrZero(request.amount, currency), currency },
    before,
    after,
  }));
}
