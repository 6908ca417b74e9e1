import type { LockedAccount } from '#src/db/account.ts';
import { findRepeats } from '#src/db/activity.ts';
import { findGiverStandings } from '#src/db/allowance.ts';
import { insertApprovals } from '#src/db/approval.ts';
import type { DepartmentPolicy } from '#src/db/budget.ts';
import { type Department, getDepartments } from '#src/db/department.ts';
import { addLimitUsage, lockLimitUsage } from '#src/db/limit-usage.ts';
import { lockQueuedRecognitions, saveDecisions } from '#src/db/recognition.ts';
import type { Tx } from '#src/db/schema.ts';
import { type Decision, decideGifts, limitsOf, repeatKey } from '#src/domain/decide-gifts.ts';
import type { GiftRequest, Purse } from '#src/domain/gift-request.ts';
import type { Usage } from '#src/domain/limits.ts';
import { type Period, yearOf } from '#src/domain/period.ts';
import { outstandingAccount, reservedAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import { type OpenBudget, openBudgets } from './open-budgets.ts';
import { type ResolvedRecognition, resolveRecognitions } from './resolve-recognitions.ts';
import { type DecidedGift, writeGifts } from './write-gifts.ts';

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What came of a batch: the requests that went on, the gifts that were issued, the approvals and notices that wait. */
export type IssuedBatch = { recognitionIds: string[]; giftIds: string[]; approvalIds: string[] };

const REPEAT_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Decides queued requests: issues their gifts, puts the money aside for those that wait for an approver, or has the giver
 * asked whether they mean it. All in one transaction; then it rings for what follows.
 *
 * Accounts are locked in id order, so batches that share a department queue up and never deadlock. A request that is
 * already decided is left out: it keeps its first outcome. Either the whole batch is written or nothing of it.
 */
export async function issueGifts(deps: IssueDeps, ids: readonly string[]): Promise<IssuedBatch> {
  // One instant for the whole batch: a gift's day never falls out of the period whose budget paid for it.
  const now = deps.clock.now();
  const atOnce = { ...deps, clock: { now: () => now } };
  const batch = await deps.db.transaction().execute((tx) => decideAndWrite(atOnce, tx, ids));
  deps.log.info({ recognitions: batch.recognitionIds.length, gifts: batch.giftIds.length }, 'gifts issued');
  await Promise.all([
    deps.queue.ring('deliver-gift', batch.giftIds),
    deps.queue.ring('answer-giver', batch.recognitionIds),
    deps.queue.ring('tend-approvals', batch.approvalIds),
  ]);
  return batch;
}

async function decideAndWrite(deps: IssueDeps, tx: Tx, ids: readonly string[]): Promise<IssuedBatch> {
  const recognitions = await lockQueuedRecognitions(tx, ids);
  const resolved = await withStandings(tx, await resolveRecognitions(tx, recognitions));
  const departments = await getDepartments(tx, [
    ...new Set(resolved.flatMap(({ request }) => request.giver?.departmentId ?? [])),
  ]);
  const { budgets, accounts } = await openBudgets(deps, tx, departments, accountsBeside);
  const purses = budgets.map((budget) => purseOf(budget, deps.clock.now()));
  const usage = await lockUsage(tx, resolved, { budgets, purses });
  const recent = await findRecent(deps, tx, resolved);
  const decisions = decideGifts(
    resolved.map(({ request }) => request),
    { purses, usage, recent },
  );
  const gifts = giftsOf(deps, resolved, { decisions, budgets });
  await writeGifts(deps, tx, { gifts, budgets, accounts });
  await addLimitUsage(tx, usesOf(decisions, resolved));
  const approvalIds = await askForApproval(deps, tx, { decisions, resolved, purses });
  await saveDecisions(tx, decidedRows(decisions, resolved), deps.clock.now());
  return {
    recognitionIds: recognitions.map(({ id }) => id),
    giftIds: gifts.filter(({ isReserved }) => !isReserved).map(({ id }) => id),
    approvalIds,
  };
}

/** Money is put aside only where a gift may have to wait for an approver. */
function accountsBeside(department: Department, period: Period, { rules, budget }: DepartmentPolicy) {
  const mayWait =
    rules.approvalOverMinor !== undefined ||
    Object.keys(rules.approvalOverByRoleMinor).length > 0 ||
    budget?.isSoft === true;
  const outstanding = outstandingAccount(department);
  return mayWait ? [outstanding, reservedAccount(department, period)] : [outstanding];
}

async function withStandings(
  tx: Tx,
  resolved: readonly ResolvedRecognition[],
): Promise<ResolvedRecognition[]> {
  const givers = new Map(
    resolved.flatMap(({ recognition: { organizationId }, request: { giver } }) =>
      giver ? [[giver.personId, { organizationId, personId: giver.personId }]] : [],
    ),
  );
  const standings = await findGiverStandings(tx, [...givers.values()]);
  return resolved.map((one) => {
    const { giver } = one.request;
    return giver
      ? { ...one, request: { ...one.request, giver: { ...giver, ...standings.get(giver.personId) } } }
      : one;
  });
}

function purseOf({ department, period, leftMinor, topUp, policy }: OpenBudget, now: Date): Purse {
  const { id: departmentId, name, currency, timeZone } = department;
  const { rules, isFrozen, countsRecipients } = policy;
  return {
    departmentId,
    name,
    currency,
    timeZone,
    period,
    year: yearOf(now, timeZone).key,
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
  { budgets, purses }: { budgets: readonly OpenBudget[]; purses: readonly Purse[] },
): Promise<Usage> {
  const byId = new Map(purses.map((purse, index) => [purse.departmentId, { purse, budget: budgets[index] }]));
  const limits = resolved.flatMap(({ recognition: { organizationId, createdAt }, request }) => {
    const { purse, budget } = byId.get(request.giver?.departmentId ?? '') ?? {};
    if (!purse || !budget) return [];
    const year = yearOf(createdAt, purse.timeZone);
    return limitsOf(request, purse).map((limit) => {
      const since = limit.kind === 'recipient' ? year.start : budget.period.start;
      return { ...limit, organizationId, since };
    });
  });
  return lockLimitUsage(tx, limits);
}

/** The same gift within a minute may be a slip; what its giver has confirmed is none. */
async function findRecent(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  resolved: readonly ResolvedRecognition[],
): Promise<ReadonlySet<string>> {
  const since = new Date(deps.clock.now().getTime() - REPEAT_MS);
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

function giftsOf(
  deps: Pick<Deps, 'clock' | 'newId'>,
  resolved: readonly ResolvedRecognition[],
  { decisions, budgets }: { decisions: readonly Decision[]; budgets: readonly OpenBudget[] },
): DecidedGift[] {
  const createdAt = deps.clock.now();
  const periods = new Map(budgets.map(({ department, period }) => [department.id, period.key]));
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  return decisions.flatMap(({ id, outcome }) => {
    const one = byId.get(id);
    const giver = one?.request.giver;
    if (!outcome.ok || outcome.value.step === 'question' || !one || !giver) return [];
    const isReserved = outcome.value.step === 'reserve';
    const { organizationId, occasion } = one.recognition;
    return outcome.value.gifts.map((gift) => ({
      ...gift,
      organizationId,
      id: deps.newId(),
      recognitionId: id,
      giverId: giver.personId,
      region: one.regions.get(gift.recipientId) ?? '',
      occasion,
      period: periods.get(gift.departmentId) ?? '',
      isReserved,
      createdAt,
    }));
  });
}

/** What was given or put aside counts against limits; a question does not yet. */
function usesOf(decisions: readonly Decision[], resolved: readonly ResolvedRecognition[]) {
  const organizations = new Map(
    resolved.map(({ recognition }) => [recognition.id, recognition.organizationId]),
  );
  return decisions.flatMap(({ id, outcome }) => {
    if (!outcome.ok || outcome.value.step === 'question') return [];
    return outcome.value.uses.map((use) => ({ ...use, organizationId: organizations.get(id) ?? '' }));
  });
}

type Asking = {
  decisions: readonly Decision[];
  resolved: readonly ResolvedRecognition[];
  purses: readonly Purse[];
};

async function askForApproval(
  deps: Pick<Deps, 'clock' | 'newId'>,
  tx: Tx,
  { decisions, resolved, purses }: Asking,
): Promise<string[]> {
  const now = deps.clock.now().getTime();
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  const approvals = decisions.flatMap(({ id, outcome }) => {
    const { recognition, request } = byId.get(id) ?? {};
    const purse = purses.find(({ departmentId }) => departmentId === request?.giver?.departmentId);
    if (!outcome.ok || outcome.value.step !== 'reserve' || !recognition || !request?.giver || !purse)
      return [];
    const { gifts } = outcome.value;
    return [
      {
        organizationId: recognition.organizationId,
        id: deps.newId(),
        kind: 'gift' as const,
        subjectId: id,
        departmentId: purse.departmentId,
        requestedBy: request.giver.personId,
        excluded: gifts.map(({ recipientId }) => recipientId),
        amountMinor: gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n),
        currency: purse.currency,
        reason: recognition.message,
        requestedAt: deps.clock.now(),
        remindAt: new Date(now + purse.rules.remindHours * HOUR_MS),
        expiresAt: new Date(now + purse.rules.approvalHours * HOUR_MS),
      },
    ];
  });
  await insertApprovals(tx, approvals);
  return approvals.map(({ id }) => id);
}

const NEXT_STATUS = {
  issue: 'issued',
  reserve: 'awaiting_approval',
  question: 'awaiting_confirmation',
} as const;

function decidedRows(decisions: readonly Decision[], resolved: readonly ResolvedRecognition[]) {
  const givers = new Map(resolved.map(({ recognition, request }) => [recognition.id, request.giver]));
  return decisions.map(({ id, outcome }) => ({
    id,
    giverId: givers.get(id)?.personId ?? null,
    departmentId: givers.get(id)?.departmentId ?? null,
    status: outcome.ok ? NEXT_STATUS[outcome.value.step] : ('refused' as const),
    refusal: outcome.ok ? null : outcome.refusal,
    concerns: outcome.ok ? outcome.value.concerns : [],
  }));
}
