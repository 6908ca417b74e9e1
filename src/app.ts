import { cancelRecognition } from './usecases/recognition/cancel-recognition.ts';
import { claimAnswers } from './usecases/recognition/claim-answers.ts';
import { claimDeliveries } from './usecases/message/claim-deliveries.ts';
import { claimGift } from './usecases/gift/claim-gift.ts';
import { claimNotices } from './usecases/message/claim-notices.ts';
import { confirmRecognition } from './usecases/recognition/confirm-recognition.ts';
import { decideApproval } from './usecases/approval/decide-approval.ts';
import { delegateApprovals } from './usecases/approval/delegate-approvals.ts';
import type { Deps } from './usecases/kit/deps.ts';
import { findBulkStanding } from './usecases/recognition/find-bulk-standing.ts';
import { findDepartmentNamed } from './usecases/budget/find-department-named.ts';
import { findOtherBatch } from './usecases/recognition/find-other-batch.ts';
import { freezeBudget } from './usecases/budget/freeze-budget.ts';
import { giveInBulk } from './usecases/recognition/give-in-bulk.ts';
import { identifyPeople } from './usecases/people/identify-people.ts';
import { identifyPerson } from './usecases/people/identify-person.ts';
import { importPeople } from './usecases/people/import-people.ts';
import { issueGifts } from './usecases/recognition/issue-gifts.ts';
import { joinWorkspace } from './usecases/people/join-workspace.ts';
import { listApprovals } from './usecases/approval/list-approvals.ts';
import { mapRole } from './usecases/people/map-role.ts';
import { moveBudget } from './usecases/budget/move-budget.ts';
import { openApprovalLink } from './usecases/approval/open-approval-link.ts';
import { organizationOf } from './usecases/kit/organization-of.ts';
import { parkJob } from './usecases/jobs/park-job.ts';
import { recordAnswers } from './usecases/recognition/record-answers.ts';
import { recordDeliveries } from './usecases/message/record-deliveries.ts';
import { recordNotices } from './usecases/message/record-notices.ts';
import { redeemCode } from './usecases/gift/redeem-code.ts';
import { redeemGift } from './usecases/gift/redeem-gift.ts';
import { requestFunds } from './usecases/approval/request-funds.ts';
import { openIntake } from './usecases/recognition/request-recognition.ts';
import { requestVoid } from './usecases/gift/request-void.ts';
import { retryParkedJobs } from './usecases/jobs/retry-parked-jobs.ts';
import { ringDueWork } from './usecases/jobs/ring-due-work.ts';
import { sealLedger } from './usecases/ledger/seal-ledger.ts';
import { setAllowance } from './usecases/budget/set-allowance.ts';
import { setBudget } from './usecases/budget/set-budget.ts';
import { setDeliveryPreference } from './usecases/people/set-delivery-preference.ts';
import { setGivingRules } from './usecases/budget/set-giving-rules.ts';
import { showAllowance } from './usecases/budget/show-allowance.ts';
import { showApproval } from './usecases/approval/show-approval.ts';
import { showBalance } from './usecases/gift/show-balance.ts';
import { showBudget } from './usecases/budget/show-budget.ts';
import { showBudgetOf } from './usecases/budget/show-budget-of.ts';
import { showGift } from './usecases/gift/show-gift.ts';
import { showQuestion } from './usecases/recognition/show-question.ts';
import { showRecognition } from './usecases/recognition/show-recognition.ts';
import { startBulk } from './usecases/recognition/start-bulk.ts';
import { tendApproval } from './usecases/approval/tend-approval.ts';
import { topUpBudget } from './usecases/budget/top-up-budget.ts';
import { undoGifts } from './usecases/gift/undo-gifts.ts';
import { withdrawApproval } from './usecases/approval/withdraw-approval.ts';

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
export type { ApprovalView } from './db/approval/approval-view.ts';
export type { PersonRef } from './domain/people/person-ref.ts';
export type { AnswerOrder } from './usecases/recognition/claim-answers.ts';
export type { DeliveryOrder } from './usecases/message/claim-deliveries.ts';
export type { GiftMessage } from './usecases/gift/steps/gift-message.ts';
export type { NoticeNews, NoticeOrder } from './usecases/message/claim-notices.ts';
export type { Claims } from './usecases/message/steps/claim-sendings.ts';
export type { AnsweredQuestion } from './usecases/recognition/confirm-recognition.ts';
export type { Redeemed } from './usecases/gift/steps/credit-gift.ts';
export type { ApprovalDecision } from './usecases/approval/decide-approval.ts';
export type { News } from './usecases/recognition/steps/find-news.ts';
export type { Share } from './usecases/gift/steps/gift-share.ts';
export type { OtherBatch } from './usecases/recognition/find-other-batch.ts';
export type { BulkGift, BulkOutcome } from './usecases/recognition/give-in-bulk.ts';
export type { Attempt, NextStep } from './usecases/message/steps/record-attempts.ts';
export type { RequestedRecognition } from './usecases/recognition/request-recognition.ts';
export type { AllowanceState } from './usecases/budget/show-allowance.ts';
export type { BudgetState } from './usecases/budget/show-budget.ts';
export type { Question } from './usecases/recognition/show-question.ts';
export type { UndoneGifts } from './usecases/gift/undo-gifts.ts';
