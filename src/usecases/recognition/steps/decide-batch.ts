import type { DepartmentPolicy } from '#src/db/budget/budget.ts';
import type { DepartmentRef } from '#src/db/people/department.ts';
import { addLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { AskedRecognition, DecidedRecognition } from '#src/db/recognition/recognition.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Write } from '#src/db/kit/write-together.ts';
import { type GiftsDecision, decideGifts } from '#src/domain/recognition/decide-gifts.ts';
import type { Period } from '#src/domain/kit/period.ts';
import { alertBudgets, changesByGifts } from '#src/usecases/budget/steps/alert-budgets.ts';
import { askForApproval } from './ask-for-approval.ts';
import { outstandingAccount, reservedAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { lockDecisionContext } from './lock-decision-context.ts';
import { mintCode } from '#src/usecases/gift/steps/mint-code.ts';
import { type OpenBudget, openBudgets } from '#src/usecases/budget/steps/open-budgets.ts';
import { type ResolvedRecognition, resolveRecognitions } from './resolve-recognitions.ts';
import { type DecidedGift, writeGifts } from '#src/usecases/gift/steps/write-gifts.ts';

export type DecideDeps = Pick<Deps, 'newId' | 'keys'>;

/** What came of a batch: what was decided of each request, the gifts that were issued, the approvals that were asked for. */
export type DecidedBatch = {
  decided: readonly DecidedRecognition[];
  giftIds: string[];
  approvalIds: string[];
};

/**
 * Decides requests that this transaction holds: issues their gifts, puts the money aside for those that wait for an approver,
 * or has the giver asked whether they mean it. `save` makes the write of what was decided. All of it happens at one instant: a
 * gift's day never falls out of the period whose budget paid for it.
 *
 * Accounts are locked in id order, so batches that share a department queue up and never deadlock.
 */
export async function decideBatch(
  deps: DecideDeps,
  tx: Tx,
  recognitions: readonly AskedRecognition[],
  save: (decided: readonly DecidedRecognition[], at: Date) => Write,
): Promise<DecidedBatch> {
  const resolved = await resolveRecognitions(tx, recognitions);
  const drafts = draftGifts(deps, resolved);
  const { budgets, accounts } = await openBudgets(deps, tx, departmentsOf(resolved), accountsBeside);
  const context = await lockDecisionContext(tx, { resolved, budgets });
  const decisions = decideGifts(
    resolved.map(({ request }) => request),
    context,
  );
  const gifts = giftsOf({ resolved, drafts, decisions, budgets });
  const decided = decidedRows(decisions, resolved);
  for (const { id, status, refusal } of decided) {
    tx.log.debug({ recognitionId: id, status, refusal: refusal?.kind }, 'Recognition decided');
  }
  await writeGifts(deps, tx, { gifts, budgets, accounts, decisions: save(decided, tx.now) });
  await addLimitUsage(tx, usesOf(decisions, resolved));
  await alertBudgets(deps, tx, changesByGifts(budgets, gifts));
  const approvalIds = await askForApproval(deps, tx, {
    decisions,
    resolved,
    departmentFunds: context.departmentFunds,
  });
  return {
    decided,
    giftIds: gifts.filter(({ isReserved }) => !isReserved).map(({ id }) => id),
    approvalIds,
  };
}

/** The departments that would pay, each once. */
function departmentsOf(resolved: readonly ResolvedRecognition[]): DepartmentRef[] {
  const departments = new Map<string, DepartmentRef>();
  for (const { recognition, request } of resolved) {
    const id = request.giver?.departmentId;
    if (id) departments.set(id, { organizationId: recognition.organizationId, id });
  }
  return [...departments.values()];
}

/** Money is put aside only where a gift may have to wait for an approver. */
function accountsBeside({ department, rules, budget }: DepartmentPolicy, period: Period) {
  const mayWait =
    rules.approvalOverMinor !== undefined ||
    Object.keys(rules.approvalOverByRoleMinor).length > 0 ||
    budget?.isSoft === true;
  const outstanding = outstandingAccount(department);
  return mayWait ? [outstanding, reservedAccount(department, period)] : [outstanding];
}

/** What gifts have that depends on no decision. */
type Draft = Pick<DecidedGift, 'id' | 'code'>;

/** Makes ids and codes for as many gifts as there may be. They are made before accounts are locked: nobody waits for them. */
function draftGifts(
  { newId, keys }: Pick<Deps, 'newId' | 'keys'>,
  resolved: readonly ResolvedRecognition[],
): ReadonlyMap<string, readonly Draft[]> {
  function draft(): Draft {
    const id = newId();
    return { id, code: mintCode(keys, id) };
  }
  return new Map(resolved.map(({ request }) => [request.id, request.recipients.map(draft)]));
}

type DecidedParts = {
  resolved: readonly ResolvedRecognition[];
  drafts: ReadonlyMap<string, readonly Draft[]>;
  decisions: readonly GiftsDecision[];
  budgets: readonly OpenBudget[];
};

function giftsOf({ resolved, drafts, decisions, budgets }: DecidedParts): DecidedGift[] {
  const periods = new Map(budgets.map(({ department, period }) => [department.id, period.key]));
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  return decisions.flatMap(({ id: recognitionId, outcome }) => {
    const one = byId.get(recognitionId);
    const giverId = one?.request.giver?.personId;
    if (!outcome.ok || outcome.value.step === 'question' || !one || !giverId) return [];
    const isReserved = outcome.value.step === 'reserve';
    const { organizationId, occasion } = one.recognition;
    return outcome.value.gifts.map((gift, index) => {
      const { id, code } = getDraft(drafts, recognitionId, index);
      const { recipientId, departmentId, amountMinor, topUpMinor, currency } = gift;
      const region = one.regions.get(recipientId) ?? '';
      const period = periods.get(departmentId) ?? '';
      return {
        organizationId,
        id,
        recognitionId,
        recipientId,
        giverId,
        departmentId,
        region,
        amountMinor,
        topUpMinor,
        currency,
        occasion,
        period,
        isReserved,
        code,
      };
    });
  });
}

function getDraft(drafts: DecidedParts['drafts'], id: string, index: number): Draft {
  const draft = drafts.get(id)?.[index];
  if (!draft) throw new Error(`request ${id} was granted more gifts than it has recipients`);
  return draft;
}

/** What was given or put aside counts against limits; a question does not yet. */
function usesOf(decisions: readonly GiftsDecision[], resolved: readonly ResolvedRecognition[]) {
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

function decidedRows(decisions: readonly GiftsDecision[], resolved: readonly ResolvedRecognition[]) {
  const byId = new Map(resolved.map((one) => [one.recognition.id, one]));
  return decisions.map(({ id, outcome }) => {
    const one = byId.get(id);
    if (!one) throw new Error(`request ${id} was decided and never asked`);
    const { giver } = one.request;
    return {
      organizationId: one.recognition.organizationId,
      id,
      giverId: giver?.personId ?? null,
      departmentId: giver?.departmentId ?? null,
      status: outcome.ok ? NEXT_STATUS[outcome.value.step] : ('refused' as const),
      refusal: outcome.ok ? null : outcome.refusal,
      reviewReasons: outcome.ok ? outcome.value.reviewReasons : [],
    };
  });
}
