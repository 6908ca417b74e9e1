import { cancelRecognition } from './usecases/cancel-recognition.ts';
import { claimAnswer } from './usecases/claim-answer.ts';
import { claimDelivery } from './usecases/claim-delivery.ts';
import { claimGift } from './usecases/claim-gift.ts';
import { claimNotice } from './usecases/claim-notice.ts';
import { confirmRecognition } from './usecases/confirm-recognition.ts';
import { decideApproval } from './usecases/decide-approval.ts';
import { delegateApprovals } from './usecases/delegate-approvals.ts';
import type { Deps } from './usecases/deps.ts';
import { findBulkStanding } from './usecases/find-bulk-standing.ts';
import { findDepartmentNamed } from './usecases/find-department-named.ts';
import { findOtherBatch } from './usecases/find-other-batch.ts';
import { freezeBudget } from './usecases/freeze-budget.ts';
import { giveInBulk } from './usecases/give-in-bulk.ts';
import { identifyPeople } from './usecases/identify-people.ts';
import { identifyPerson } from './usecases/identify-person.ts';
import { importPeople } from './usecases/import-people.ts';
import { issueGifts } from './usecases/issue-gifts.ts';
import { joinWorkspace } from './usecases/join-workspace.ts';
import { listApprovals } from './usecases/list-approvals.ts';
import { mapRole } from './usecases/map-role.ts';
import { moveBudget } from './usecases/move-budget.ts';
import { openApprovalLink } from './usecases/open-approval-link.ts';
import { organizationOf } from './usecases/organization-of.ts';
import { parkJob } from './usecases/park-job.ts';
import { recordAnswer } from './usecases/record-answer.ts';
import { recordDelivery } from './usecases/record-delivery.ts';
import { recordNotice } from './usecases/record-notice.ts';
import { redeemCode } from './usecases/redeem-code.ts';
import { redeemGift } from './usecases/redeem-gift.ts';
import { requestFunds } from './usecases/request-funds.ts';
import { requestRecognition } from './usecases/request-recognition.ts';
import { requestVoid } from './usecases/request-void.ts';
import { retryParkedJobs } from './usecases/retry-parked-jobs.ts';
import { ringDueWork } from './usecases/ring-due-work.ts';
import { sealLedger } from './usecases/seal-ledger.ts';
import { setAllowance } from './usecases/set-allowance.ts';
import { setBudget } from './usecases/set-budget.ts';
import { setDeliveryPreference } from './usecases/set-delivery-preference.ts';
import { setGivingRules } from './usecases/set-giving-rules.ts';
import { showAllowance } from './usecases/show-allowance.ts';
import { showBalance } from './usecases/show-balance.ts';
import { showBudget } from './usecases/show-budget.ts';
import { showBudgetOf } from './usecases/show-budget-of.ts';
import { showQuestion } from './usecases/show-question.ts';
import { showRecognition } from './usecases/show-recognition.ts';
import { startBulk } from './usecases/start-bulk.ts';
import { tendApproval } from './usecases/tend-approval.ts';
import { topUpBudget } from './usecases/top-up-budget.ts';
import { undoGifts } from './usecases/undo-gifts.ts';

type Bound<F> = F extends (deps: never, ...args: infer A) => infer R ? (...args: A) => R : never;

function bindAll<U extends Record<string, (deps: never, ...args: never[]) => unknown>>(
  deps: Deps,
  useCases: U,
): { [K in keyof U]: Bound<U[K]> } {
  const bound = Object.entries(useCases).map(([name, useCase]) => [
    name,
    (...args: never[]) => useCase(deps as never, ...args),
  ]);
  return Object.fromEntries(bound) as { [K in keyof U]: Bound<U[K]> };
}

/** Every use case with its dependencies bound: what chat, jobs, web and the command line call. */
export function createApp(deps: Deps) {
  return bindAll(deps, {
    cancelRecognition,
    claimAnswer,
    claimDelivery,
    claimGift,
    claimNotice,
    confirmRecognition,
    decideApproval,
    delegateApprovals,
    findBulkStanding,
    findDepartmentNamed,
    findOtherBatch,
    giveInBulk,
    identifyPeople,
    identifyPerson,
    importPeople,
    issueGifts,
    joinWorkspace,
    listApprovals,
    mapRole,
    openApprovalLink,
    organizationOf,
    parkJob,
    recordAnswer,
    recordDelivery,
    recordNotice,
    redeemCode,
    redeemGift,
    requestFunds,
    requestRecognition,
    requestVoid,
    retryParkedJobs,
    ringDueWork,
    sealLedger,
    setBudget,
    setDeliveryPreference,
    showBalance,
    showBudget,
    showBudgetOf,
    freezeBudget,
    moveBudget,
    setAllowance,
    setGivingRules,
    showAllowance,
    topUpBudget,
    showQuestion,
    showRecognition,
    startBulk,
    tendApproval,
    undoGifts,
  });
}

export type App = ReturnType<typeof createApp>;
export type { ApprovalView } from './db/approval-view.ts';
export type { PersonRef } from './db/person-ref.ts';
export type { AnswerOrder } from './usecases/claim-answer.ts';
export type { DeliveryOrder, GiftMessage } from './usecases/claim-delivery.ts';
export type { NoticeNews, NoticeOrder } from './usecases/claim-notice.ts';
export type { AnsweredQuestion } from './usecases/confirm-recognition.ts';
export type { Redeemed } from './usecases/credit-gift.ts';
export type { ApprovalDecision } from './usecases/decide-approval.ts';
export type { News, Share } from './usecases/find-news.ts';
export type { OtherBatch } from './usecases/find-other-batch.ts';
export type { BulkGift, BulkOutcome } from './usecases/give-in-bulk.ts';
export type { NextStep } from './usecases/next-step.ts';
export type { RequestedRecognition } from './usecases/request-recognition.ts';
export type { AllowanceState } from './usecases/show-allowance.ts';
export type { BudgetState } from './usecases/show-budget.ts';
export type { Question } from './usecases/show-question.ts';
export type { UndoneGifts } from './usecases/undo-gifts.ts';
