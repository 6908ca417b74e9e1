import { findApproval } from './db/queries/find-approval.ts';
import { findBalance } from './db/queries/find-balance.ts';
import { findDepartment } from './db/queries/find-department.ts';
import { findDepartmentNamed } from './db/queries/find-department-named.ts';
import { findGivingRulesWithin } from './db/queries/find-giving-rules-within.ts';
import { findPeopleByEmail } from './db/queries/find-people-by-email.ts';
import { findPerson } from './db/queries/find-person.ts';
import { findRecognitionState } from './db/queries/find-recognition-state.ts';
import { exportLedgerWithin } from './db/queries/export-ledger-within.ts';
import { listActivities } from './db/queries/list-activities.ts';
import { listAllowances } from './db/queries/list-allowances.ts';
import { listApprovals } from './db/queries/list-approvals.ts';
import { listColumnsWithin } from './db/queries/list-columns-within.ts';
import { listBalancesOfPeople } from './db/queries/list-balances-of-people.ts';
import { listDelegations } from './db/queries/list-delegations.ts';
import { listDeliveriesOfRecognition } from './db/queries/list-deliveries-of-recognition.ts';
import { listDepartmentsWithin } from './db/queries/list-departments-within.ts';
import { listFailedJobsWithin } from './db/queries/list-failed-jobs-within.ts';
import { listGifts } from './db/queries/list-gifts.ts';
import { listPendingIdentities } from './db/queries/list-pending-identities.ts';
import { listRequests } from './db/queries/list-requests.ts';
import { listPeopleDirectory } from './db/queries/list-people-directory.ts';
import { listWorkspacesWithin } from './db/queries/list-workspaces-within.ts';
import { proveLedger } from './db/queries/prove-ledger.ts';
import { spendByDepartment } from './db/queries/spend-by-department.ts';
import { type Actor, type Resource, type Scope, scopeOf } from './domain/people/access.ts';
import { advanceApproval } from './usecases/approval/advance-approval.ts';
import { decideApproval } from './usecases/approval/decide-approval.ts';
import { delegateApprovals } from './usecases/approval/delegate-approvals.ts';
import { endDelegations } from './usecases/approval/end-delegations.ts';
import { openApprovalLink } from './usecases/approval/open-approval-link.ts';
import { requestFunds } from './usecases/approval/request-funds.ts';
import { requestVoid } from './usecases/approval/request-void.ts';
import { withdrawApproval } from './usecases/approval/withdraw-approval.ts';
import { findAllowance } from './usecases/budget/find-allowance.ts';
import { freezeBudget } from './usecases/budget/freeze-budget.ts';
import { getBudgetById } from './usecases/budget/get-budget-by-id.ts';
import { moveBudget } from './usecases/budget/move-budget.ts';
import { setAllowance } from './usecases/budget/set-allowance.ts';
import { setBudget } from './usecases/budget/set-budget.ts';
import { setGivingRules } from './usecases/budget/set-giving-rules.ts';
import { topUpBudget } from './usecases/budget/top-up-budget.ts';
import { claimGift } from './usecases/gift/claim-gift.ts';
import { findGiftMessage } from './usecases/gift/find-gift-message.ts';
import { redeemCode } from './usecases/gift/redeem-code.ts';
import { redeemGift } from './usecases/gift/redeem-gift.ts';
import { undoGifts } from './usecases/gift/undo-gifts.ts';
import { enqueueDueWork } from './usecases/jobs/enqueue-due-work.ts';
import { findSweepAge } from './usecases/jobs/find-sweep-age.ts';
import { findWaitingWork } from './usecases/jobs/find-waiting-work.ts';
import { keepFailedJob } from './usecases/jobs/keep-failed-job.ts';
import { retryFailedJobs } from './usecases/jobs/retry-failed-jobs.ts';
import type { Deps } from './usecases/kit/deps.ts';
import { organizationOf } from './usecases/kit/organization-of.ts';
import { sealLedger } from './usecases/ledger/seal-ledger.ts';
import { deliveries } from './usecases/message/deliveries.ts';
import { notifications } from './usecases/message/notifications.ts';
import { confirmIdentity } from './usecases/people/confirm-identity.ts';
import { findHomes } from './usecases/people/find-homes.ts';
import { findNames } from './usecases/people/find-names.ts';
import { followChatUser } from './usecases/people/follow-chat-user.ts';
import { resendGift } from './usecases/message/resend-gift.ts';
import { identifyPeople } from './usecases/people/identify-people.ts';
import { identifyPerson } from './usecases/people/identify-person.ts';
import { changePerson, deactivatePerson, reactivatePerson } from './usecases/people/change-person.ts';
import { importPeople, planImport } from './usecases/people/import-people.ts';
import { rememberColumns } from './usecases/people/remember-columns.ts';
import { inviteWorkspace } from './usecases/people/invite-workspace.ts';
import { joinByCode } from './usecases/people/join-by-code.ts';
import { joinWorkspace } from './usecases/people/join-workspace.ts';
import { linkIdentity } from './usecases/people/link-identity.ts';
import { mapRole } from './usecases/people/map-role.ts';
import { setDepartment } from './usecases/people/set-department.ts';
import { setOrganization } from './usecases/people/set-organization.ts';
import { setDeliveryPreference } from './usecases/people/set-delivery-preference.ts';
import { unlinkIdentity } from './usecases/people/unlink-identity.ts';
import { answers } from './usecases/recognition/answers.ts';
import { cancelRecognition } from './usecases/recognition/cancel-recognition.ts';
import { confirmRecognition } from './usecases/recognition/confirm-recognition.ts';
import { findBulkGiven } from './usecases/recognition/find-bulk-given.ts';
import { findBulkProgress } from './usecases/recognition/find-bulk-progress.ts';
import { findOtherBatch } from './usecases/recognition/find-other-batch.ts';
import { findQuestion } from './usecases/recognition/find-question.ts';
import { giveInBulk } from './usecases/recognition/give-in-bulk.ts';
import { issueGifts } from './usecases/recognition/issue-gifts.ts';
import { releaseAnswer } from './usecases/recognition/release-answer.ts';
import { requestRecognition } from './usecases/recognition/request-recognition.ts';
import { startBulk } from './usecases/recognition/start-bulk.ts';

/** The use cases of each noun. The keys are what callers use: `app.gift.undo(…)`. */
const useCases = {
  people: {
    change: changePerson,
    deactivate: deactivatePerson,
    confirmIdentity,
    findHomes,
    findNames,
    findOrganization: organizationOf,
    followChatUser,
    identify: identifyPerson,
    identifyMany: identifyPeople,
    import: importPeople,
    inviteWorkspace,
    joinByCode,
    joinWorkspace,
    linkIdentity,
    mapRole,
    planImport,
    reactivate: reactivatePerson,
    rememberColumns,
    setDeliveryPreference,
    setDepartment,
    setOrganization,
    unlinkIdentity,
  },
  ledger: { seal: sealLedger },
  budget: {
    freeze: freezeBudget,
    move: moveBudget,
    set: setBudget,
    setAllowance,
    setRules: setGivingRules,
    topUp: topUpBudget,
  },
  gift: { claim: claimGift, redeem: redeemGift, redeemCode, undo: undoGifts },
  approval: {
    advance: advanceApproval,
    decide: decideApproval,
    delegate: delegateApprovals,
    endDelegations,
    openLink: openApprovalLink,
    requestFunds,
    requestVoid,
    withdraw: withdrawApproval,
  },
  message: {
    leaseDeliveries: deliveries.lease,
    leaseNotifications: notifications.lease,
    recordDeliveries: deliveries.record,
    recordNotifications: notifications.record,
    resendGift,
  },
  recognition: {
    cancel: cancelRecognition,
    confirm: confirmRecognition,
    giveInBulk,
    issue: issueGifts,
    leaseAnswers: answers.lease,
    recordAnswers: answers.record,
    releaseAnswer,
    startBulk,
  },
  jobs: {
    enqueueDue: enqueueDueWork,
    findSweepAge,
    findWaiting: findWaitingWork,
    keepFailed: keepFailedJob,
    retryFailed: retryFailedJobs,
  },
};

/**
 * The queries of each noun: `app.queries.gift.list(actor, …)`. The resource names the row of the table in
 * domain/people/access.ts that decides how much the actor sees. What they may not see is treated as missing, or
 * refused.
 */
const queries = {
  people: {
    list: fromDb('person', listPeopleDirectory),
    find: fromDb('person', findPerson),
    findByEmail: fromDb('person', findPeopleByEmail),
    findDepartment: fromDb('department', findDepartmentNamed),
    findDepartmentById: fromDb('department', findDepartment),
    listColumns: fromDb('person', listColumnsWithin),
    listDepartments: fromDb('department', listDepartmentsWithin),
    listPendingIdentities: fromDb('person', listPendingIdentities),
    listWorkspaces: fromDb('person', listWorkspacesWithin),
  },
  ledger: {
    export: fromDb('ledger', exportLedgerWithin),
    listActivities: fromDb('ledger', listActivities),
    prove: fromDb('ledger', proveLedger),
  },
  budget: {
    findAllowance: from('allowance', findAllowance),
    get: from('budget', getBudgetById),
    getRules: fromDb('policy', findGivingRulesWithin),
    listAllowances: fromDb('allowance', listAllowances),
  },
  gift: { findMessage: from('gift', findGiftMessage), list: fromDb('gift', listGifts) },
  approval: {
    find: fromDb('approval', findApproval),
    list: fromDb('approval', listApprovals),
    listDelegations: fromDb('approval', listDelegations),
  },
  recognition: {
    find: fromDb('recognition', findRecognitionState),
    findBulkGiven: from('recognition', findBulkGiven),
    findBulkProgress: from('recognition', findBulkProgress),
    findOtherBatch: from('recognition', findOtherBatch),
    findQuestion: from('recognition', findQuestion),
    list: fromDb('recognition', listRequests),
    listDeliveries: fromDb('recognition', listDeliveriesOfRecognition),
  },
  wallet: { find: fromDb('wallet', findBalance), list: fromDb('wallet', listBalancesOfPeople) },
  report: { spend: fromDb('spend', spendByDepartment) },
  jobs: { listFailed: fromDb('job', listFailedJobsWithin) },
};

/** Turns a query over a scope into one over an actor. */
function from<D, Args extends unknown[], R>(
  resource: Resource,
  query: (deps: D, scope: Scope, ...args: Args) => R,
) {
  return (deps: D, actor: Actor, ...args: Args): R => query(deps, scopeOf(actor, resource), ...args);
}

/** The same for a query that needs only the database. */
function fromDb<Args extends unknown[], R>(
  resource: Resource,
  query: (db: Deps['db'], scope: Scope, ...args: Args) => R,
) {
  return from(resource, ({ db }: Pick<Deps, 'db'>, scope, ...args: Args) => query(db, scope, ...args));
}

/** Every use case and query with its dependencies bound: what chat, jobs, web and the CLI call. */
export function createApp(deps: Deps) {
  const bound = bindGroups(deps, useCases);
  return {
    ...bound,
    recognition: { ...bound.recognition, request: requestRecognition(deps) },
    queries: bindGroups(deps, queries),
  };
}

type Bound<F> = F extends (deps: never, ...args: infer A) => infer R ? (...args: A) => R : never;
type Group = Record<string, (deps: never, ...args: never[]) => unknown>;
type BoundGroups<G> = { [N in keyof G]: { [K in keyof G[N]]: Bound<G[N][K]> } };

function bindGroups<G extends Record<string, Group>>(deps: Deps, groups: G): BoundGroups<G> {
  const bound = Object.entries(groups).map(([noun, group]) => [noun, bindAll(deps, group)]);
  return Object.fromEntries(bound) as BoundGroups<G>;
}

function bindAll(deps: Deps, group: Group): Record<string, (...args: never[]) => unknown> {
  const bound = Object.entries(group).map(([name, run]) => [
    name,
    (...args: never[]) => run(deps as never, ...args),
  ]);
  return Object.fromEntries(bound) as Record<string, (...args: never[]) => unknown>;
}

export type App = ReturnType<typeof createApp>;
export type { FoundRules } from './db/queries/find-giving-rules-within.ts';
export type { WaitingAccount } from './db/queries/list-pending-identities.ts';
export type { DueJob } from './usecases/jobs/enqueue-due-work.ts';
export type { WaitingWork } from './usecases/jobs/find-waiting-work.ts';
export type { AnswerToSend } from './usecases/recognition/answers.ts';
export type { DeliveryToSend } from './usecases/message/deliveries.ts';
export type { NotificationContent, NotificationToSend } from './usecases/message/notifications.ts';
export type { ApprovalDecision } from './usecases/approval/decide-approval.ts';
export type { JournalLanguage } from './db/queries/export-ledger.ts';
export type { ListedRequest } from './db/queries/list-requests.ts';
export type { ListedActivity } from './db/queries/list-activities.ts';
export type { DeliveryState } from './db/queries/list-deliveries-of-recognition.ts';
export type { GiftFilter, ListedGift } from './db/queries/list-gifts.ts';
export type { DirectoryPerson } from './db/queries/list-people-directory.ts';
export type { DepartmentSpend } from './db/queries/spend-by-department.ts';
export type { RecognitionState } from './db/queries/find-recognition-state.ts';
export type { Actor, Operator, PersonActor } from './domain/people/access.ts';
