import { cancelRecognition } from './usecases/cancel-recognition.ts';
import { claimAnswers } from './usecases/claim-answers.ts';
import { claimDeliveries } from './usecases/claim-deliveries.ts';
import { claimGift } from './usecases/claim-gift.ts';
import { claimNotices } from './usecases/claim-notices.ts';
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
import { recordAnswers } from './usecases/record-answers.ts';
import { recordDeliveries } from './usecases/record-deliveries.ts';
import { recordNotices } from './usecases/record-notices.ts';
import { redeemCode } from './usecases/redeem-code.ts';
import { redeemGift } from './usecases/redeem-gift.ts';
import { requestFunds } from './usecases/request-funds.ts';
import { openIntake } from './usecases/request-recognition.ts';
import { requestVoid } from './usecases/request-void.ts';
import { retryParkedJobs } from './usecases/retry-parked-jobs.ts';
import { ringDueWork } from './usecases/ring-due-work.ts';
import { sealLedger } from './usecases/seal-ledger.ts';
import { setAllowance } from './usecases/set-allowance.ts';
import { setBudget } from './usecases/set-budget.ts';
import { setDeliveryPreference } from './usecases/set-delivery-preference.ts';
import { setGivingRules } from './usecases/set-giving-rules.ts';
import { showAllowance } from './usecases/show-allowance.ts';
import { showApproval } from './usecases/show-approval.ts';
import { showBalance } from './usecases/show-balance.ts';
import { showBudget } from './usecases/show-budget.ts';
import { showBudgetOf } from './usecases/show-budget-of.ts';
import { showGift } from './usecases/show-gift.ts';
import { showQuestion } from './usecases/show-question.ts';
import { showRecognition } from './usecases/show-recognition.ts';
import { startBulk } from './usecases/start-bulk.ts';
import { tendApproval } from './usecases/tend-approval.ts';
import { topUpBudget } from './usecases/top-up-budget.ts';
import { undoGifts } from './usecases/undo-gifts.ts';
import { withdrawApproval } from './usecases/withdraw-approval.ts';

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
  return { ...bindUseCases(deps), requestRecognition: openIntake(deps) };
}

function bindUseCases(deps: Deps) {
  return bindAll(deps, {
    cancelRecognition,
    claimAnswers,
    claimDeliveries,
    claimGift,
    claimNotices,
    confirmRecognition,
    decideApproval,
    delegateApprovals,
    findBulkStanding,
    findDepartmentNamed,
    findOtherBatch,
    freezeBudget,
    giveInBulk,
    identifyPeople,
    identifyPerson,
    importPeople,
    issueGifts,
    joinWorkspace,
    listApprovals,
    mapRole,
    moveBudget,
    openApprovalLink,
    organizationOf,
    parkJob,
    recordAnswers,
    recordDeliveries,
    recordNotices,
    redeemCode,
    redeemGift,
    requestFunds,
    requestVoid,
    retryParkedJobs,
    ringDueWork,
    sealLedger,
    setAllowance,
    setBudget,
    setDeliveryPreference,
    setGivingRules,
    showAllowance,
    showApproval,
    showBalance,
    showBudget,
    showBudgetOf,
    showGift,
    showQuestion,
    showRecognition,
    startBulk,
    tendApproval,
    topUpBudget,
    undoGifts,
    withdrawApproval,
  });
}

export type App = ReturnType<typeof createApp>;
export type { ApprovalView } from './db/approval-view.ts';
export type { PersonRef } from './db/person-ref.ts';
export type { AnswerOrder } from './usecases/claim-answers.ts';
export type { DeliveryOrder } from './usecases/claim-deliveries.ts';
export type { GiftMessage } from '#src/usecases/gift-message.ts';
export type { NoticeNews, NoticeOrder } from './usecases/claim-notices.ts';
export type { Claims } from './usecases/claim-sendings.ts';
export type { AnsweredQuestion } from './usecases/confirm-recognition.ts';
export type { Redeemed } from './usecases/credit-gift.ts';
export type { ApprovalDecision } from './usecases/decide-approval.ts';
export type { News } from './usecases/find-news.ts';
export type { Share } from '#src/usecases/gift-share.ts';
export type { OtherBatch } from './usecases/find-other-batch.ts';
export type { BulkGift, BulkOutcome } from './usecases/give-in-bulk.ts';
export type { Attempt, NextStep } from './usecases/record-attempts.ts';
export type { RequestedRecognition } from './usecases/request-recognition.ts';
export type { AllowanceState } from './usecases/show-allowance.ts';
export type { BudgetState } from './usecases/show-budget.ts';
export type { Question } from './usecases/show-question.ts';
export type { UndoneGifts } from './usecases/undo-gifts.ts';
