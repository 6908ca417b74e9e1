import type { DepartmentPolicy } from '#src/db/budget.ts';
import { type Department, getDepartments } from '#src/db/department.ts';
import { addLimitUsage } from '#src/db/limit-usage.ts';
import { lockQueuedRecognitions, saveDecisions } from '#src/db/recognition.ts';
import type { Tx } from '#src/db/schema.ts';
import { type Decision, decideGifts } from '#src/domain/decide-gifts.ts';
import type { Period } from '#src/domain/period.ts';
import { alertBudgets } from './alert-budgets.ts';
import { askForApproval } from './ask-for-approval.ts';
import { outstandingAccount, reservedAccount } from './budget-accounts.ts';
import type { Deps } from './deps.ts';
import { lockStanding } from './lock-standing.ts';
import { type OpenBudget, openBudgets } from './open-budgets.ts';
import { type ResolvedRecognition, resolveRecognitions } from './resolve-recognitions.ts';
import { type DecidedGift, writeGifts } from './write-gifts.ts';

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What came of a batch: the requests that went on, the gifts that were issued, the approvals that are asked for, the alerts. */
export type IssuedBatch = {
  recognitionIds: string[];
  giftIds: string[];
  approvalIds: string[];
  noticeIds: string[];
};

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
    deps.queue.ring('send-notice', batch.noticeIds),
  ]);
  return batch;
}

async function decideAndWrite(deps: IssueDeps, tx: Tx, ids: readonly string[]): Promise<IssuedBatch> {
  const recognitions = await lockQueuedRecognitions(tx, ids);
  const resolved = await resolveRecognitions(tx, recognitions);
  const departments = await getDepartments(tx, [
    ...new Set(resolved.flatMap(({ request }) => request.giver?.departmentId ?? [])),
  ]);
  const { budgets, accounts } = await openBudgets(deps, tx, departments, accountsBeside);
  const standing = await lockStanding(deps, tx, { resolved, budgets });
  const decisions = decideGifts(
    resolved.map(({ request }) => request),
    standing,
  );
  const gifts = giftsOf(deps, resolved, { decisions, budgets });
  await writeGifts(deps, tx, { gifts, budgets, accounts });
  await addLimitUsage(tx, usesOf(decisions, resolved));
  const noticeIds = await alertBudgets(deps, tx, { budgets, gifts });
  const approvalIds = await askForApproval(deps, tx, { decisions, resolved, purses: standing.purses });
  await saveDecisions(tx, decidedRows(decisions, resolved), deps.clock.now());
  return {
    recognitionIds: recognitions.map(({ id }) => id),
    giftIds: gifts.filter(({ isReserved }) => !isReserved).map(({ id }) => id),
    approvalIds,
    noticeIds,
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
