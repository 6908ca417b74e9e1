import { cancelRecognition } from './usecases/recognition/cancel-recognition.ts';
import { answers } from './usecases/recognition/answers.ts';
import { claimGift } from './usecases/gift/claim-gift.ts';
import { confirmRecognition } from './usecases/recognition/confirm-recognition.ts';
import { decideApproval } from './usecases/approval/decide-approval.ts';
import { deliveries } from './usecases/message/deliveries.ts';
import { delegateApprovals } from './usecases/approval/delegate-approvals.ts';
import type { Deps } from './usecases/kit/deps.ts';
import { findBulkProgress } from './usecases/recognition/find-bulk-progress.ts';
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
import { notifications } from './usecases/message/notifications.ts';
import { openApprovalLink } from './usecases/approval/open-approval-link.ts';
import { organizationOf } from './usecases/kit/organization-of.ts';
import { keepFailedJob } from './usecases/jobs/keep-failed-job.ts';
import { redeemCode } from './usecases/gift/redeem-code.ts';
import { redeemGift } from './usecases/gift/redeem-gift.ts';
import { requestFunds } from './usecases/approval/request-funds.ts';
import { createRequestReceiver } from './usecases/recognition/request-recognition.ts';
import { requestVoid } from './usecases/approval/request-void.ts';
import { retryFailedJobs } from './usecases/jobs/retry-failed-jobs.ts';
import { enqueueDueWork } from './usecases/jobs/enqueue-due-work.ts';
import { sealLedger } from './usecases/ledger/seal-ledger.ts';
import { setAllowance } from './usecases/budget/set-allowance.ts';
import { setBudget } from './usecases/budget/set-budget.ts';
import { setDeliveryPreference } from './usecases/people/set-delivery-preference.ts';
import { setGivingRules } from './usecases/budget/set-giving-rules.ts';
import { findAllowance } from './usecases/budget/find-allowance.ts';
import { getApproval } from './usecases/approval/get-approval.ts';
import { getBalance } from './usecases/gift/get-balance.ts';
import { getBudget } from './usecases/budget/get-budget.ts';
import { getBudgetById } from './usecases/budget/get-budget-by-id.ts';
import { findGiftMessage } from './usecases/gift/find-gift-message.ts';
import { getQuestion } from './usecases/recognition/get-question.ts';
import { getRecognitionState } from './usecases/recognition/get-recognition-state.ts';
import { startBulk } from './usecases/recognition/start-bulk.ts';
import { advanceApproval } from './usecases/approval/advance-approval.ts';
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

/** Every use case with its dependencies bound: what chat, jobs, web and the CLI call. */
export function createApp(deps: Deps) {
  return { ...bindUseCases(deps), requestRecognition: createRequestReceiver(deps) };
}

function bindUseCases(deps: Deps) {
  return bindAll(deps, {
    cancelRecognition,
    leaseAnswers: answers.lease,
    leaseDeliveries: deliveries.lease,
    claimGift,
    leaseNotifications: notifications.lease,
    confirmRecognition,
    decideApproval,
    delegateApprovals,
    findBulkProgress,
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
    keepFailedJob,
    recordAnswers: answers.record,
    recordDeliveries: deliveries.record,
    recordNotifications: notifications.record,
    redeemCode,
    redeemGift,
    requestFunds,
    requestVoid,
    retryFailedJobs,
    enqueueDueWork,
    sealLedger,
    setAllowance,
    setBudget,
    setDeliveryPreference,
    setGivingRules,
    findAllowance,
    getApproval,
    getBalance,
    getBudget,
    getBudgetById,
    findGiftMessage,
    getQuestion,
    getRecognitionState,
    startBulk,
    advanceApproval,
    topUpBudget,
    undoGifts,
    withdrawApproval,
  });
}

export type App = ReturnType<typeof createApp>;
export type { ApprovalView } from './db/approval/approval-view.ts';
export type { PersonRef } from './domain/people/person-ref.ts';
export type { AnswerToSend } from './usecases/recognition/answers.ts';
export type { DeliveryToSend } from './usecases/message/deliveries.ts';
export type { GiftMessage } from './usecases/gift/steps/gift-message.ts';
export type { NotificationContent, NotificationToSend } from './usecases/message/notifications.ts';
export type { AnsweredQuestion } from './usecases/recognition/confirm-recognition.ts';
export type { Redeemed } from './usecases/gift/steps/credit-gift.ts';
export type { ApprovalDecision } from './usecases/approval/decide-approval.ts';
export type { GiverUpdate } from './usecases/recognition/steps/find-updates.ts';
export type { Share } from './usecases/gift/steps/gift-share.ts';
export type { OtherBatch } from './usecases/recognition/find-other-batch.ts';
export type { BulkGift, BulkOutcome } from './usecases/recognition/give-in-bulk.ts';
export type { Attempt, Leases, NextStep } from './usecases/message/steps/sending.ts';
export type { RequestedRecognition } from './usecases/recognition/request-recognition.ts';
export type { AllowanceState } from './usecases/budget/find-allowance.ts';
export type { BudgetState } from './usecases/budget/get-budget.ts';
export type { GiverQuestion } from './usecases/recognition/get-question.ts';
export type { UndoneGifts } from './usecases/gift/undo-gifts.ts';
