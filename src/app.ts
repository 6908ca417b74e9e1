import { composeWallet } from './db/queries/compose-wallet.ts';
import { findApproval } from './db/queries/find-approval.ts';
import { findBalance } from './db/queries/find-balance.ts';
import { findFactor } from './db/queries/find-factor.ts';
import { findFactorPolicyWithin } from './db/queries/find-factor-policy-within.ts';
import { findDepartmentById } from './db/queries/find-department-by-id.ts';
import { findDepartmentNamed } from './db/queries/find-department-named.ts';
import { findGiftPayment } from './db/queries/find-gift-payment.ts';
import { findGiftStory } from './db/queries/find-gift-story.ts';
import { findGuard } from './db/queries/find-guard.ts';
import { findWalletGuard } from './db/queries/find-wallet-guard.ts';
import { findGivingRulesWithin } from './db/queries/find-giving-rules-within.ts';
import { findProofWithin } from './db/queries/find-proof-within.ts';
import { exportOwn, exportPerson } from './db/queries/export-person.ts';
import { findRetentionWithin } from './db/queries/find-retention-within.ts';
import { listNamesakes } from './db/queries/list-namesakes.ts';
import { previewRetention } from './db/queries/preview-retention.ts';
import { previewErasure } from './db/queries/preview-erasure.ts';
import { findPeopleByEmail } from './db/queries/find-people-by-email.ts';
import { findPerson } from './db/queries/find-person.ts';
import { findRecognitionState } from './db/queries/find-recognition-state.ts';
import { exportLedgerWithin } from './db/queries/export-ledger-within.ts';
import { countGiftsOf } from './db/queries/count-gifts-of.ts';
import { findAccountOwner } from './db/queries/find-account-owner.ts';
import { findPeopleCalled } from './db/queries/find-people-called.ts';
import { findPersonFacts } from './db/queries/find-person-facts.ts';
import { findSetup } from './db/queries/find-setup.ts';
import { findWhatEnds } from './db/queries/find-what-ends.ts';
import { listDepartmentsWithPeople } from './db/queries/list-departments-with-people.ts';
import { listPeoplePage } from './db/queries/list-people-page.ts';
import { listPersonChanges } from './db/queries/list-person-changes.ts';
import { listActivities } from './db/queries/list-activities.ts';
import { findSecondPersonWithin } from './db/queries/find-second-person-within.ts';
import { findSettingVersionWithin } from './db/queries/find-setting-version-within.ts';
import { listBudgetChanges } from './db/queries/list-budget-changes.ts';
import { listBudgetPeriods } from './db/queries/list-budget-periods.ts';
import { listGivers } from './db/queries/list-givers.ts';
import { listAllowances } from './db/queries/list-allowances.ts';
import { listApprovals } from './db/queries/list-approvals.ts';
import { listApprovalsToDecide } from './db/queries/list-approvals-to-decide.ts';
import { findCheckoutWithin } from './db/queries/find-checkout-within.ts';
import { listCheckouts } from './db/queries/list-checkouts.ts';
import { listMarketplacesWithin } from './db/queries/list-marketplaces-within.ts';
import { listColumnsWithin } from './db/queries/list-columns-within.ts';
import { listBalancesOfPeople } from './db/queries/list-balances-of-people.ts';
import { listDelegations } from './db/queries/list-delegations.ts';
import { listDeliveriesOfRecognition } from './db/queries/list-deliveries-of-recognition.ts';
import { listDepartmentMonths } from './db/queries/list-department-months.ts';
import { listDepartmentsWithin } from './db/queries/list-departments-within.ts';
import { listFactorResets } from './db/queries/list-factor-resets.ts';
import { listFailedJobsWithin } from './db/queries/list-failed-jobs-within.ts';
import { listFrozenWallets } from './db/queries/list-frozen-wallets.ts';
import { listGifts } from './db/queries/list-gifts.ts';
import { listPendingIdentities } from './db/queries/list-pending-identities.ts';
import { listRequests } from './db/queries/list-requests.ts';
import { listSessions } from './db/queries/list-sessions.ts';
import { listCatalogue } from './db/queries/list-catalogue.ts';
import { listCodeHolders } from './db/queries/list-code-holders.ts';
import { listStock } from './db/queries/list-stock.ts';
import { listStockBatches } from './db/queries/list-stock-batches.ts';
import { findOrderWithin } from './db/queries/find-order-within.ts';
import { listWalletsWithin } from './db/queries/list-wallets-within.ts';
import { listStoreOrders } from './db/queries/list-store-orders.ts';
import { countStoreOrders } from './db/queries/count-store-orders.ts';
import { countErased } from './db/queries/count-erased.ts';
import { countRefused } from './db/queries/count-refused.ts';
import { offersFor } from './db/queries/offers-for.ts';
import { findPicture } from './db/queries/find-picture.ts';
import { listScimGroups } from './db/queries/list-scim-groups.ts';
import { listScimUsers } from './db/queries/list-scim-users.ts';
import { listSpendableLots } from './db/queries/list-spendable-lots.ts';
import { listWalletHistory } from './db/queries/list-wallet-history.ts';
import { listLeaverNeeds } from './db/queries/list-leaver-needs.ts';
import { listLeavers } from './db/queries/list-leavers.ts';
import { listPayouts } from './db/queries/list-payouts.ts';
import { listPlannedChanges } from './db/queries/list-planned-changes.ts';
import { listProposals } from './db/queries/list-proposals.ts';
import { listPromos } from './db/queries/list-promos.ts';
import { listPeopleImportsWithin } from './db/queries/list-people-imports-within.ts';
import { listPeopleDirectory } from './db/queries/list-people-directory.ts';
import { listGiftCardsOf } from './db/queries/list-gift-cards-of.ts';
import { listRevealed } from './db/queries/list-revealed.ts';
import { listSpendMailings } from './db/queries/list-spend-mailings.ts';
import { listUnwantedNewsWithin } from './db/queries/list-unwanted-news-within.ts';
import { listWebhookLog } from './db/queries/list-webhook-log.ts';
import { listWebhooks } from './db/queries/list-webhooks.ts';
import { listGivenPairs, listLookedAt } from './db/queries/list-given-pairs.ts';
import { listWithoutGift } from './db/queries/list-without-gift.ts';
import { listThanked } from './db/queries/list-thanked.ts';
import { listUnreached } from './db/queries/list-unreached.ts';
import { listTokens } from './db/queries/list-tokens.ts';
import { listTokensToMake } from './db/queries/list-tokens-to-make.ts';
import { listWorkspacesWithin } from './db/queries/list-workspaces-within.ts';
import { proveLedger } from './db/queries/prove-ledger.ts';
import { spendByDepartment } from './db/queries/spend-by-department.ts';
import { readReport } from './db/queries/read-report.ts';
import { sumGiven } from './db/queries/sum-given.ts';
import { sumUnclaimed } from './db/queries/sum-unclaimed.ts';
import { listEntriesOfGift } from './db/queries/list-entries-of-gift.ts';
import { listBudgetsOver } from './db/queries/list-budgets-over.ts';
import { listLiability } from './db/queries/list-liability.ts';
import { listReturns } from './db/queries/list-returns.ts';
import { listSpend } from './db/queries/list-spend.ts';
import { listSpendGifts } from './db/queries/list-spend-gifts.ts';
import { listStockValue } from './db/queries/list-stock-value.ts';
import { findTaxReport } from './db/queries/find-tax-report.ts';
import { listTaxMapsWithin } from './db/queries/list-tax-maps-within.ts';
import { listTaxSettingsWithin } from './db/queries/list-tax-settings-within.ts';
import { readSpendGifts } from './db/queries/read-spend-gifts.ts';
import { type Actor, type Resource, type Scope, scopeOf } from './domain/people/access.ts';
import type { ApprovalEffects } from './usecases/kit/approval-effects.ts';
import { advanceApproval } from './usecases/approval/advance-approval.ts';
import { decideApproval } from './usecases/approval/decide-approval.ts';
import { delegateApprovals } from './usecases/approval/delegate-approvals.ts';
import { endDelegations } from './usecases/approval/end-delegations.ts';
import { listApprovers } from './usecases/approval/list-approvers.ts';
import { makeApprovalLink } from './usecases/approval/make-approval-link.ts';
import { openApprovalLink } from './usecases/approval/open-approval-link.ts';
import { requestFunds } from './usecases/approval/request-funds.ts';
import { requestReissue } from './usecases/approval/request-reissue.ts';
import { requestVoid } from './usecases/approval/request-void.ts';
import { withdrawApproval } from './usecases/approval/withdraw-approval.ts';
import { findAllowance } from './usecases/budget/find-allowance.ts';
import { bringHome, planBringingHome } from './usecases/budget/bring-home.ts';
import { confirmProposal } from './usecases/budget/confirm-proposal.ts';
import { declineProposal } from './usecases/budget/decline-proposal.ts';
import { freezeBudget } from './usecases/budget/freeze-budget.ts';
import { getBudgetById } from './usecases/budget/get-budget-by-id.ts';
import { listBudgets } from './usecases/budget/list-budgets.ts';
import { listEndedBudgets } from './usecases/budget/list-ended-budgets.ts';
import { moveBudget, planMove } from './usecases/budget/move-budget.ts';
import { setAllowance } from './usecases/budget/set-allowance.ts';
import { planBudget, setBudget } from './usecases/budget/set-budget.ts';
import { planGivingRules, setGivingRules } from './usecases/budget/set-giving-rules.ts';
import { setSecondPerson } from './usecases/budget/set-second-person.ts';
import { topUpBudget } from './usecases/budget/top-up-budget.ts';
import { withdrawPlan } from './usecases/budget/withdraw-plan.ts';
import { withdrawProposal } from './usecases/budget/withdraw-proposal.ts';
import { planWritingOff, writeOff } from './usecases/budget/write-off.ts';
import { advanceClaim } from './usecases/gift/advance-claim.ts';
import { claimGift } from './usecases/gift/claim-gift.ts';
import { openClaimLink } from './usecases/gift/open-claim-link.ts';
import { findGiftMessage, findReceivedGift } from './usecases/gift/find-gift-message.ts';
import { freezeCode } from './usecases/gift/freeze-code.ts';
import { previewCode, redeemCode } from './usecases/gift/redeem-code.ts';
import { redeemGift } from './usecases/gift/redeem-gift.ts';
import { undoGifts } from './usecases/gift/undo-gifts.ts';
import { enqueueDueWork } from './usecases/jobs/enqueue-due-work.ts';
import { findSweepAge } from './usecases/jobs/find-sweep-age.ts';
import { findWaitingWork } from './usecases/jobs/find-waiting-work.ts';
import { keepFailedJob } from './usecases/jobs/keep-failed-job.ts';
import { retryFailedJobs } from './usecases/jobs/retry-failed-jobs.ts';
import { findCurrentUpdate } from './usecases/card/find-current-update.ts';
import { placeCard } from './usecases/card/place-card.ts';
import { cardUpdates } from './usecases/card/card-updates.ts';
import type { Deps } from './usecases/kit/deps.ts';
import { webUrl } from './usecases/kit/web-url.ts';
import { organizationOf } from './usecases/kit/organization-of.ts';
import { askForProof } from './usecases/ledger/ask-for-proof.ts';
import { findDueProof } from './usecases/ledger/find-due-proof.ts';
import { recordProof } from './usecases/ledger/record-proof.ts';
import { keepHeads } from './usecases/ledger/keep-heads.ts';
import { sealLedger } from './usecases/ledger/seal-ledger.ts';
import { listKeys } from './usecases/keys/list-keys.ts';
import { promoteKey } from './usecases/keys/promote-key.ts';
import { resealCodes } from './usecases/keys/reseal-codes.ts';
import { resealFactors } from './usecases/keys/reseal-factors.ts';
import { resealStock } from './usecases/keys/reseal-stock.ts';
import { resealRequests } from './usecases/keys/reseal-requests.ts';
import { resealWebhookSecrets } from './usecases/keys/reseal-webhook-secrets.ts';
import { resealSeals } from './usecases/keys/reseal-seals.ts';
import { retireKey } from './usecases/keys/retire-key.ts';
import { deliveries } from './usecases/message/deliveries.ts';
import { notifications } from './usecases/message/notifications.ts';
import { addDepartment } from './usecases/people/add-department.ts';
import { addPerson } from './usecases/people/add-person.ts';
import { confirmIdentity } from './usecases/people/confirm-identity.ts';
import { applyRetention } from './usecases/people/apply-retention.ts';
import { setRetention } from './usecases/people/set-retention.ts';
import { takeOwnData } from './usecases/people/take-own-data.ts';
import { eraseListed } from './usecases/people/erase-listed.ts';
import { erasePerson } from './usecases/people/erase-person.ts';
import { mergePeople, previewMerge } from './usecases/people/merge-people.ts';
import { findHomes } from './usecases/people/find-homes.ts';
import { findNames } from './usecases/people/find-names.ts';
import { followChatUser } from './usecases/people/follow-chat-user.ts';
import { followGroupGone } from './usecases/people/follow-group-gone.ts';
import { resendGift } from './usecases/message/resend-gift.ts';
import { hideSetupStep } from './usecases/people/hide-setup-step.ts';
import { identifyPeople } from './usecases/people/identify-people.ts';
import { identifyPerson } from './usecases/people/identify-person.ts';
import { allowLeavers } from './usecases/people/allow-leavers.ts';
import { changePerson, deactivatePerson, reactivatePerson } from './usecases/people/change-person.ts';
import { importPeople, planImport } from './usecases/people/import-people.ts';
import { provisionGroup, removeGroup } from './usecases/people/provision-group.ts';
import { provisionPerson } from './usecases/people/provision-person.ts';
import { importPeopleFile, planPeopleFile } from './usecases/people/import-people-file.ts';
import { beginEmpty, markSample, removeSample } from './usecases/people/remove-sample.ts';
import { rememberColumns } from './usecases/people/remember-columns.ts';
import { inviteWorkspace } from './usecases/people/invite-workspace.ts';
import { joinByCode } from './usecases/people/join-by-code.ts';
import { joinWorkspace } from './usecases/people/join-workspace.ts';
import { linkIdentity } from './usecases/people/link-identity.ts';
import { linkPlayground } from './usecases/people/link-playground.ts';
import { mapGroup } from './usecases/people/map-group.ts';
import { mapRole } from './usecases/people/map-role.ts';
import { closeDepartment } from './usecases/people/close-department.ts';
import { setDepartment } from './usecases/budget/set-department.ts';
import { setOrganization } from './usecases/people/set-organization.ts';
import { undoImport } from './usecases/people/undo-import.ts';
import { syncPeople } from './usecases/people/sync-people.ts';
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
import { inviteRecipients } from './usecases/recognition/invite-recipients.ts';
import { issueGifts } from './usecases/recognition/issue-gifts.ts';
import { listWaysToGiver } from './usecases/recognition/list-ways-to-giver.ts';
import { posts } from './usecases/recognition/posts.ts';
import { replayRules } from './usecases/recognition/replay-rules.ts';
import { releaseAnswer } from './usecases/recognition/release-answer.ts';
import { requestRecognition } from './usecases/recognition/request-recognition.ts';
import { askForMail } from './usecases/session/ask-for-mail.ts';
import { claimByLink } from './usecases/session/claim-by-link.ts';
import { endSessions } from './usecases/session/end-sessions.ts';
import { findLink } from './usecases/session/find-link.ts';
import { findSession } from './usecases/session/find-session.ts';
import { makeChatLink } from './usecases/session/make-chat-link.ts';
import { beginOidc } from './usecases/session/begin-oidc.ts';
import { takeOidc } from './usecases/session/take-oidc.ts';
import { openInPlayground } from './usecases/session/open-in-playground.ts';
import { signInByOidc } from './usecases/session/sign-in-by-oidc.ts';
import { spendLink } from './usecases/session/spend-link.ts';
import { sayThanks } from './usecases/recognition/say-thanks.ts';
import { startBulk } from './usecases/recognition/start-bulk.ts';
import { toggleApplause } from './usecases/recognition/toggle-applause.ts';
import { takeTurns } from './usecases/recognition/take-turns.ts';
import { askFactorReset } from './usecases/session/ask-factor-reset.ts';
import { beginEnrolment } from './usecases/session/begin-enrolment.ts';
import { confirmEnrolment } from './usecases/session/confirm-enrolment.ts';
import { confirmFactorReset } from './usecases/session/confirm-factor-reset.ts';
import { declineFactorReset } from './usecases/session/decline-factor-reset.ts';
import { findEnrolment } from './usecases/session/find-enrolment.ts';
import { findFactorGate } from './usecases/session/find-factor-gate.ts';
import { passFactor } from './usecases/session/pass-factor.ts';
import { removeFactor } from './usecases/session/remove-factor.ts';
import { renewRecoveryCodes } from './usecases/session/renew-recovery-codes.ts';
import { beginApiRequest } from './usecases/session/begin-api-request.ts';
import { endToken } from './usecases/session/end-token.ts';
import { findToken } from './usecases/session/find-token.ts';
import { keepApiAnswer } from './usecases/session/keep-api-answer.ts';
import { makeConfirmedToken, makeToken } from './usecases/session/make-token.ts';
import { setFactorPolicy } from './usecases/session/set-factor-policy.ts';
import { orderGiftCard } from './usecases/reward/order-gift-card.ts';
import { cancelPurchase } from './usecases/reward/cancel-purchase.ts';
import { chooseNews } from './usecases/message/choose-news.ts';
import { addUpSpend } from './usecases/report/add-up-spend.ts';
import { buyForSample } from './usecases/report/buy-for-sample.ts';
import { deliverSampleGifts } from './usecases/report/deliver-sample-gifts.ts';
import { findDueMailings } from './usecases/report/find-due-mailings.ts';
import { findSpendReader } from './usecases/report/find-spend-reader.ts';
import { mailSpend } from './usecases/report/mail-spend.ts';
import { setSpendMailing } from './usecases/report/set-spend-mailing.ts';
import { expireSampleGifts } from './usecases/report/expire-sample-gifts.ts';
import { giveSampleGifts } from './usecases/report/give-sample-gifts.ts';
import { redeemSampleGifts } from './usecases/report/redeem-sample-gifts.ts';
import { settleSample } from './usecases/report/settle-sample.ts';
import { undoSampleGifts } from './usecases/report/undo-sample-gifts.ts';
import { findDueMonths } from './usecases/report/find-due-months.ts';
import { removeTaxMap } from './usecases/report/remove-tax-map.ts';
import { setTax } from './usecases/report/set-tax.ts';
import { setTaxMap } from './usecases/report/set-tax-map.ts';
import { lookAtWarning } from './usecases/report/look-at-warning.ts';
import { tellMonth } from './usecases/report/tell-month.ts';
import { findDueWeeks } from './usecases/report/find-due-weeks.ts';
import { tellWeek } from './usecases/report/tell-week.ts';
import { revealGiftCard } from './usecases/reward/reveal-gift-card.ts';
import { settleGiftCard } from './usecases/reward/settle-gift-card.ts';
import { buyReward } from './usecases/reward/buy-reward.ts';
import { reconcileRewards } from './usecases/reward/reconcile-rewards.ts';
import { takeRewardNotice } from './usecases/reward/take-reward-notice.ts';
import type { CheckoutEffects } from './usecases/kit/checkout-effects.ts';
import type { RewardEffects } from './usecases/kit/reward-effects.ts';
import { addMarketplace } from './usecases/checkout/add-marketplace.ts';
import { advanceCheckout } from './usecases/checkout/advance-checkout.ts';
import { authorizeCheckout } from './usecases/checkout/authorize-checkout.ts';
import { captureCheckout } from './usecases/checkout/capture-checkout.ts';
import { refundCheckout } from './usecases/checkout/refund-checkout.ts';
import { takesRest } from './usecases/checkout/takes-rest.ts';
import { voidCheckout } from './usecases/checkout/void-checkout.ts';
import { recallBatch } from './usecases/reward/recall-batch.ts';
import { setLowAt } from './usecases/reward/set-low-at.ts';
import { planStock, uploadStock } from './usecases/reward/upload-stock.ts';
import { watchStock } from './usecases/reward/watch-stock.ts';
import { addPicture } from './usecases/store/add-picture.ts';
import { importCatalogue, planCatalogue } from './usecases/store/import-catalogue.ts';
import { addItem } from './usecases/store/add-item.ts';
import { changeItem, retireItem } from './usecases/store/change-item.ts';
import { chooseGiftCard } from './usecases/store/choose-gift-card.ts';
import { findCardChoice } from './usecases/store/find-card-choice.ts';
import { keepAsBalance } from './usecases/store/keep-as-balance.ts';
import { tellEmptyChoice } from './usecases/store/tell-empty-choice.ts';
import { advanceOrder } from './usecases/store/advance-order.ts';
import { cancelOrder } from './usecases/store/cancel-order.ts';
import { fulfilOrder } from './usecases/store/fulfil-order.ts';
import { lookAtPayment } from './usecases/store/look-at-payment.ts';
import { openPayment } from './usecases/store/open-payment.ts';
import { orderItem } from './usecases/store/order-item.ts';
import { refundOrder } from './usecases/store/refund-order.ts';
import { revealOrder } from './usecases/store/reveal-order.ts';
import { startOrder } from './usecases/store/start-order.ts';
import { followCheckout, keepsForOrder, pathOfOrder } from './usecases/store/follow-checkout.ts';
import { followReward } from './usecases/store/follow-reward.ts';
import { advancePromo } from './usecases/wallet/advance-promo.ts';
import { closeWallet } from './usecases/wallet/close-wallet.ts';
import { freezeWallet } from './usecases/wallet/freeze-wallet.ts';
import { grantPromos, planPromos } from './usecases/wallet/grant-promos.ts';
import { requestClosing } from './usecases/wallet/request-closing.ts';
import { requestPromoReturn } from './usecases/wallet/request-promo-return.ts';
import { setGuard } from './usecases/wallet/set-guard.ts';
import { takeBackPromo } from './usecases/wallet/take-back-promo.ts';
import { createWebhook } from './usecases/webhook/create-webhook.ts';
import { deleteWebhook } from './usecases/webhook/delete-webhook.ts';
import { forgetEvents } from './usecases/webhook/forget-events.ts';
import { leaseCalls } from './usecases/webhook/lease-calls.ts';
import { pauseWebhook } from './usecases/webhook/pause-webhook.ts';
import { pingWebhook } from './usecases/webhook/ping-webhook.ts';
import { recordCalls } from './usecases/webhook/record-calls.ts';
import { replayWebhook } from './usecases/webhook/replay-webhook.ts';
import { resumeWebhook } from './usecases/webhook/resume-webhook.ts';
import { rotateWebhook } from './usecases/webhook/rotate-webhook.ts';

/** What is done when something of a later noun than approval is approved. */
const approvalEffects: ApprovalEffects = { promo: takeBackPromo, close: closeWallet };

/** Whoever checkouts and purchases pay for hears here what became of them; each leaves alone what is not its own. */
const checkoutEffects: CheckoutEffects = { moved: followCheckout, keeps: keepsForOrder, pathOf: pathOfOrder };
const rewardEffects: RewardEffects = {
  async settled(deps, tx, reward) {
    await settleGiftCard(deps, tx, reward);
    await followReward({ ...deps, checkoutEffects }, tx, reward);
  },
};

/** The use cases of each noun. The keys are what callers use: `app.gift.undo(…)`. */
const useCases = {
  people: {
    allowLeavers,
    applyRetention,
    setRetention,
    takeOwnData,
    add: addPerson,
    addDepartment,
    beginEmpty,
    change: changePerson,
    deactivate: deactivatePerson,
    erase: erasePerson,
    merge: mergePeople,
    previewMerge,
    eraseListed,
    confirmIdentity,
    findHomes,
    findNames,
    findOrganization: organizationOf,
    followChatUser,
    followGroupGone,
    hideSetupStep,
    identify: identifyPerson,
    identifyMany: identifyPeople,
    import: importPeople,
    importFile: importPeopleFile,
    inviteWorkspace,
    joinByCode,
    joinWorkspace,
    linkIdentity,
    linkPlayground,
    mapGroup,
    mapRole,
    markSample,
    planFile: planPeopleFile,
    planImport,
    provision: provisionPerson,
    provisionGroup,
    reactivate: reactivatePerson,
    rememberColumns,
    removeGroup,
    removeSample,
    setDeliveryPreference,
    closeDepartment,
    setDepartment,
    setOrganization,
    sync: syncPeople,
    undoImport,
    unlinkIdentity,
  },
  report: {
    addUpSpend,
    buyForSample,
    deliverSampleGifts,
    expireSampleGifts,
    findDueMailings,
    findDueMonths,
    findDueWeeks,
    findSpendReader,
    giveSampleGifts,
    lookAtWarning,
    mailSpend,
    redeemSampleGifts,
    removeTaxMap,
    setSpendMailing,
    setTax,
    setTaxMap,
    settleSample,
    tellMonth,
    tellWeek,
    undoSampleGifts,
  },
  ledger: { askForProof, findDueProof, keepHeads, recordProof, seal: sealLedger },
  budget: {
    bringHome,
    confirmProposal,
    declineProposal,
    freeze: freezeBudget,
    move: moveBudget,
    planBringingHome,
    planMove,
    planRules: planGivingRules,
    planSetting: planBudget,
    planWritingOff,
    set: setBudget,
    setAllowance,
    setRules: setGivingRules,
    setSecondPerson,
    topUp: topUpBudget,
    withdrawPlan,
    withdrawProposal,
    writeOff,
  },
  gift: {
    advanceClaim,
    claim: claimGift,
    openClaimLink,
    previewCode,
    redeem: redeemGift,
    redeemCode,
    reportCode: freezeCode,
    undo: undoGifts,
  },
  approval: {
    advance: advanceApproval,
    decide: decideApproval,
    delegate: delegateApprovals,
    endDelegations,
    makeLink: makeApprovalLink,
    openLink: openApprovalLink,
    requestFunds,
    requestReissue,
    requestVoid,
    withdraw: withdrawApproval,
  },
  message: {
    chooseNews,
    leaseDeliveries: deliveries.lease,
    leaseNotifications: notifications.lease,
    recordDeliveries: deliveries.record,
    recordNotifications: notifications.record,
    resendGift,
  },
  card: { lease: cardUpdates.lease, place: placeCard, record: cardUpdates.record },
  recognition: {
    applaud: toggleApplause,
    cancel: cancelRecognition,
    confirm: confirmRecognition,
    giveInBulk,
    inviteRecipients,
    issue: issueGifts,
    leaseAnswers: answers.lease,
    leasePosts: posts.lease,
    listWaysToGiver,
    recordAnswers: answers.record,
    recordPosts: posts.record,
    releaseAnswer,
    sayThanks,
    startBulk,
    takeTurns,
  },
  session: {
    askForMail,
    beginOidc,
    claimByLink,
    end: endSessions,
    find: findSession,
    findLink,
    makeChatLink,
    openInPlayground,
    signInByOidc,
    spendLink,
    takeOidc,
    askFactorReset,
    beginEnrolment,
    confirmEnrolment,
    confirmFactorReset,
    declineFactorReset,
    findEnrolment,
    findFactorGate,
    passFactor,
    removeFactor,
    renewRecoveryCodes,
    setFactorPolicy,
    beginApiRequest,
    endToken,
    findToken,
    keepApiAnswer,
    makeConfirmedToken,
    makeToken,
  },
  wallet: {
    advancePromo,
    freeze: freezeWallet,
    grantPromos,
    planPromos,
    requestClosing,
    requestPromoReturn,
    setGuard,
  },
  reward: {
    buy: buyReward,
    cancelPurchase,
    orderGiftCard,
    planStock,
    recallBatch,
    reconcile: reconcileRewards,
    revealGiftCard,
    setLowAt,
    takeNotice: takeRewardNotice,
    uploadStock,
    watchStock,
  },
  checkout: {
    addMarketplace,
    advance: advanceCheckout,
    authorize: authorizeCheckout,
    capture: captureCheckout,
    refund: refundCheckout,
    takesRest,
    void: voidCheckout,
  },
  webhook: {
    create: createWebhook,
    delete: deleteWebhook,
    forgetEvents,
    leaseCalls,
    pause: pauseWebhook,
    ping: pingWebhook,
    recordCalls,
    replay: replayWebhook,
    resume: resumeWebhook,
    rotate: rotateWebhook,
  },
  store: {
    addItem,
    addPicture,
    advanceOrder,
    cancelOrder,
    changeItem,
    chooseGiftCard,
    fulfilOrder,
    importCatalogue,
    keepAsBalance,
    lookAtPayment,
    openPayment,
    order: orderItem,
    planCatalogue,
    refundOrder,
    retireItem,
    revealOrder,
    startOrder,
    tellEmptyChoice,
    webUrl,
  },
  keys: {
    promote: promoteKey,
    resealCodes,
    resealFactors,
    resealRequests,
    resealSeals,
    resealWebhookSecrets,
    resealStock,
    retire: retireKey,
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
    listPage: fromDb('person', listPeoplePage),
    listChanges: fromDb('person', listPersonChanges),
    findCalled: fromDb('person', findPeopleCalled),
    findFacts: fromDb('person', findPersonFacts),
    findSetup: fromDb('session', findSetup),
    findWhatEnds: fromDb('person', findWhatEnds),
    export: fromDb('person', exportPerson),
    exportOwn: fromDb('session', exportOwn),
    previewRetention: fromDb('person', previewRetention),
    previewErasure: fromDb('person', previewErasure),
    listNamesakes: fromDb('person', listNamesakes),
    findRetention: fromDb('person', findRetentionWithin),
    findAccountOwner: fromDb('person', findAccountOwner),
    find: fromDb('person', findPerson),
    findByEmail: fromDb('person', findPeopleByEmail),
    findDepartment: fromDb('department', findDepartmentNamed),
    findDepartmentById: fromDb('department', findDepartmentById),
    listColumns: fromDb('person', listColumnsWithin),
    listImports: fromDb('person', listPeopleImportsWithin),
    listScimGroups: fromDb('person', listScimGroups),
    listScimUsers: fromDb('person', listScimUsers),
    listDepartments: fromDb('department', listDepartmentsWithin),
    listDepartmentsWithPeople: fromDb('department', listDepartmentsWithPeople),
    listPendingIdentities: fromDb('person', listPendingIdentities),
    listWorkspaces: fromDb('person', listWorkspacesWithin),
  },
  ledger: {
    export: fromDb('ledger', exportLedgerWithin),
    findProof: from('ledger', findProofWithin),
    listActivities: fromDb('ledger', listActivities),
    listEntriesOfGift: fromDb('ledger', listEntriesOfGift),
    prove: from('ledger', proveLedger),
  },
  budget: {
    findAllowance: from('allowance', findAllowance),
    findSecondPerson: fromDb('policy', findSecondPersonWithin),
    findVersion: from('policy', findSettingVersionWithin),
    get: from('budget', getBudgetById),
    getRules: from('policy', findGivingRulesWithin),
    list: from('budget', listBudgets),
    listAllowances: from('allowance', listAllowances),
    listChanges: fromDb('budget', listBudgetChanges),
    listGivers: from('allowance', listGivers),
    listPeriods: fromDb('budget', listBudgetPeriods),
    listPlans: from('budget', listPlannedChanges),
    listProposals: fromDb('budget', listProposals),
    listEnded: from('budget', listEndedBudgets),
  },
  gift: {
    countOf: fromDb('gift', countGiftsOf),
    findMessage: from('gift', findGiftMessage),
    findReceived: from('gift', findReceivedGift),
    findPayment: fromDb('spend', findGiftPayment),
    findStory: fromDb('gift', findGiftStory),
    list: fromDb('gift', listGifts),
    listUnreached: fromDb('gift', listUnreached),
    listPairs: fromDb('gift', listGivenPairs),
    countErased: fromDb('gift', countErased),
    listLookedAt: fromDb('gift', listLookedAt),
    listWithout: fromDb('gift', listWithoutGift),
    listBehind: fromDb('gift', listSpendGifts),
    readBehind: fromDb('gift', readSpendGifts),
  },
  approval: {
    find: fromDb('approval', findApproval),
    list: fromDb('approval', listApprovals),
    listApprovers: from('policy', listApprovers),
    listToDecide: fromDb('approval', listApprovalsToDecide),
    listDelegations: fromDb('approval', listDelegations),
  },
  recognition: {
    find: fromDb('recognition', findRecognitionState),
    findBulkGiven: from('recognition', findBulkGiven),
    findBulkProgress: from('recognition', findBulkProgress),
    findOtherBatch: from('recognition', findOtherBatch),
    findCurrentUpdate: from('recognition', findCurrentUpdate),
    findQuestion: from('recognition', findQuestion),
    countRefused: fromDb('recognition', countRefused),
    list: fromDb('recognition', listRequests),
    listDeliveries: fromDb('recognition', listDeliveriesOfRecognition),
    replayRules: from('recognition', replayRules),
  },
  wallet: {
    compose: from('wallet', composeWallet),
    find: fromDb('wallet', findBalance),
    findGuard: fromDb('wallet', findGuard),
    findWalletGuard: fromDb('wallet', findWalletGuard),
    history: fromDb('wallet', listWalletHistory),
    list: fromDb('wallet', listBalancesOfPeople),
    listAll: from('wallet', listWalletsWithin),
    listGiftCards: fromDb('wallet', listGiftCardsOf),
    listRevealed: fromDb('wallet', listRevealed),
    listThanked: fromDb('wallet', listThanked),
    listFrozen: fromDb('wallet', listFrozenWallets),
    listLeavers: fromDb('wallet', listLeavers),
    listLeaverNeeds: fromDb('wallet', listLeaverNeeds),
    listPayouts: fromDb('wallet', listPayouts),
    listLots: from('wallet', listSpendableLots),
    listPromos: fromDb('wallet', listPromos),
  },
  checkout: {
    find: fromDb('wallet', findCheckoutWithin),
    list: fromDb('wallet', listCheckouts),
    listMarketplaces: fromDb('wallet', listMarketplacesWithin),
  },
  reward: {
    listBatches: from('stock', listStockBatches),
    listHolders: fromDb('stock', listCodeHolders),
    listStock: from('stock', listStock),
  },
  store: {
    findCardChoice: from('gift', findCardChoice),
    findPicture: fromDb('offer', findPicture),
    findOrder: fromDb('order', findOrderWithin),
    listCatalogue: fromDb('catalogue', listCatalogue),
    countOrders: fromDb('order', countStoreOrders),
    listOrders: fromDb('order', listStoreOrders),
    offersFor: from('offer', offersFor),
  },
  message: { listUnwantedNews: fromDb('session', listUnwantedNewsWithin) },
  session: {
    findFactor: fromDb('session', findFactor),
    findFactorPolicy: fromDb('policy', findFactorPolicyWithin),
    listFactorResets: fromDb('person', listFactorResets),
    list: fromDb('session', listSessions),
    listTokens: fromDb('token', listTokens),
    listTokensToMake: fromDb('token', listTokensToMake),
  },
  webhook: { list: fromDb('webhook', listWebhooks), log: fromDb('webhook', listWebhookLog) },
  report: {
    budgetsOver: fromDb('spend', listBudgetsOver),
    listDepartmentMonths: fromDb('spend', listDepartmentMonths),
    read: from('spend', readReport),
    spend: fromDb('spend', spendByDepartment),
    sumGiven: fromDb('spend', sumGiven),
    sumUnclaimed: fromDb('spend', sumUnclaimed),
    liability: fromDb('spend', listLiability),
    returns: fromDb('spend', listReturns),
    spendBy: fromDb('spend', listSpend),
    stockValue: fromDb('spend', listStockValue),
    tax: fromDb('spend', findTaxReport),
    taxMaps: fromDb('spend', listTaxMapsWithin),
    mailings: fromDb('session', listSpendMailings),
    taxSettings: fromDb('spend', listTaxSettingsWithin),
  },
  keys: { list: from('ledger', listKeys) },
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
  const bound = bindGroups({ rewardEffects, checkoutEffects, ...deps, approvalEffects }, useCases);
  return {
    ...bound,
    recognition: { ...bound.recognition, request: requestRecognition(deps) },
    queries: bindGroups(deps, queries),
  };
}

type Bound<F> = F extends (deps: never, ...args: infer A) => infer R ? (...args: A) => R : never;
type Group = Record<string, (deps: never, ...args: never[]) => unknown>;
type BoundGroups<G> = { [N in keyof G]: { [K in keyof G[N]]: Bound<G[N][K]> } };

function bindGroups<G extends Record<string, Group>>(
  deps: Deps & {
    approvalEffects?: ApprovalEffects;
    rewardEffects?: RewardEffects;
    checkoutEffects?: CheckoutEffects;
  },
  groups: G,
): BoundGroups<G> {
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
export type { CardToShow, CurrentCard, CurrentCards } from './usecases/card/card-updates.ts';
export type { FoundRules } from './db/queries/find-giving-rules-within.ts';
export type { ListedScimGroup, ScimGroupFilter } from './db/queries/list-scim-groups.ts';
export type { ScimPerson, ScimUserFilter } from './db/queries/list-scim-users.ts';
export type { WaitingAccount } from './db/queries/list-pending-identities.ts';
export type { RecordedChange } from './db/queries/list-budget-changes.ts';
export type { Replayed, ReplayedRequest, RulesToTry } from './usecases/recognition/replay-rules.ts';
export type { PlannedView } from './db/queries/list-planned-changes.ts';
export type { ConfirmedToken } from './db/queries/list-tokens-to-make.ts';
export type { ProposalView } from './db/queries/list-proposals.ts';
export type { BudgetPeriod } from './db/queries/list-budget-periods.ts';
export type { ListedGiver } from './db/queries/list-givers.ts';
export type { DepartmentApprovers } from './usecases/approval/list-approvers.ts';
export type { EndedBudget } from './usecases/budget/list-ended-budgets.ts';
export type { Reconciled } from './usecases/reward/reconcile-rewards.ts';
export type { ListedKeys } from './usecases/keys/list-keys.ts';
export type { DueJob } from './usecases/jobs/enqueue-due-work.ts';
export type { WaitingWork } from './usecases/jobs/find-waiting-work.ts';
export type { AnswerToSend } from './usecases/recognition/answers.ts';
export type { PostToSend } from './usecases/recognition/posts.ts';
export type { DeliveryToSend } from './usecases/message/deliveries.ts';
export type { NotificationContent, NotificationToSend } from './usecases/message/notifications.ts';
export type { ApprovalDecision } from './usecases/approval/decide-approval.ts';
export type { Enrolment } from './usecases/session/find-enrolment.ts';
export type { WaitingReset } from './db/queries/list-factor-resets.ts';
export type { FoundFactor } from './db/queries/find-factor.ts';
export type { ClaimedByLink } from './usecases/session/claim-by-link.ts';
export type { FoundLink } from './usecases/session/find-link.ts';
export type { ActingToken } from './usecases/session/find-token.ts';
export type { MadeToken } from './usecases/session/make-token.ts';
export type { ListedWebhook } from './db/queries/list-webhooks.ts';
export type { LoggedCall } from './db/queries/list-webhook-log.ts';
export type { SignedIn } from './usecases/session/find-session.ts';
export type { JournalLanguage } from './db/queries/export-ledger.ts';
export type { BooksState } from './db/queries/find-proof-within.ts';
export type { ProvenLedger } from './db/queries/prove-ledger.ts';
export type { ListedRequest } from './db/queries/list-requests.ts';
export type { ActivityFilter, ListedActivity } from './db/queries/list-activities.ts';
export type { DeliveryState } from './db/queries/list-deliveries-of-recognition.ts';
export type { GiftFilter, ListedGift } from './db/queries/list-gifts.ts';
export type { GiftCounts } from './db/queries/count-gifts-of.ts';
export type { ZoneMove } from './usecases/budget/set-budget.ts';
export type { ClosedDepartment } from './usecases/people/close-department.ts';
export type { ListedDepartment } from './db/queries/list-departments-with-people.ts';
export type { ListedPerson, PageOfPeople, PeopleFilter } from './db/queries/list-people-page.ts';
export type { PersonChangeLine, RightsThen } from './db/queries/list-person-changes.ts';
export type { PersonFacts } from './db/queries/find-person-facts.ts';
export type { FoundSetup } from './db/queries/find-setup.ts';
export type { WhatEnds } from './db/queries/find-what-ends.ts';
export type { NewPerson } from './usecases/people/add-person.ts';
export type { PeopleImport } from './db/queries/list-people-imports-within.ts';
export type { PlannedUndo } from './usecases/people/undo-import.ts';
export type { SyncReport } from './usecases/people/sync-people.ts';
export type { PlannedFile, SaidColumn } from './usecases/people/import-people-file.ts';
export type { MergePreview } from './usecases/people/merge-people.ts';
export type { Namesake } from './db/queries/list-namesakes.ts';
export type { PersonExport } from './db/queries/export-person.ts';
export type { RetentionNow } from './db/queries/find-retention-within.ts';
export type { RetentionPreview } from './db/queries/preview-retention.ts';
export type { ErasurePreview } from './db/queries/preview-erasure.ts';
export type { DirectoryPerson } from './db/queries/list-people-directory.ts';
export type { WalletFilter, WalletHistory, WalletRow } from './db/queries/list-wallet-history.ts';
export type { ListedCheckout } from './db/queries/list-checkouts.ts';
export type { FoundCheckout } from './db/queries/find-checkout-within.ts';
export type { CheckoutRequest } from './domain/checkout/checkout-request.ts';
export type { FoundOrder } from './db/queries/find-order-within.ts';
export type { ListedOrder } from './db/queries/list-store-orders.ts';
export type { CardChoice } from './domain/store/card-choice.ts';
export type { OrderRequest } from './usecases/store/order-item.ts';
export type { OutsideRecipient } from './usecases/recognition/invite-recipients.ts';
export type { GrantedPromos, PromoRequest } from './usecases/wallet/grant-promos.ts';
export type { CatalogueItem } from './db/queries/list-catalogue.ts';
export type { CodeHolder } from './db/queries/list-code-holders.ts';
export type { ListedStock } from './db/queries/list-stock.ts';
export type { ListedBatch } from './db/queries/list-stock-batches.ts';
export type { UploadedStock } from './usecases/reward/upload-stock.ts';
export type { ImportedCatalogue } from './usecases/store/import-catalogue.ts';
export type { ListedBudget } from './usecases/budget/list-budgets.ts';
export type { UnreachedGift, UnreachedGifts } from './db/queries/list-unreached.ts';
export type { RefusedCount } from './db/queries/count-refused.ts';
export type { WithoutGift } from './db/queries/list-without-gift.ts';
export type { FrozenWallet } from './db/queries/list-frozen-wallets.ts';
export type { LeaverNeed, LeaverNeeds } from './db/queries/list-leaver-needs.ts';
export type { GivenInSpan } from './db/queries/sum-given.ts';
export type { Unclaimed } from './db/queries/sum-unclaimed.ts';
export type { GiftPayment } from './db/queries/find-gift-payment.ts';
export type { GiftStory } from './db/queries/find-gift-story.ts';
export type { ListedLeg } from './db/queries/list-entries-of-gift.ts';
export type { Liability } from './db/queries/list-liability.ts';
export type { Returned } from './db/queries/list-returns.ts';
export type { Report } from './db/queries/read-report.ts';
export type { BudgetOver } from './db/queries/list-budgets-over.ts';
export type { SpendReport, SpendRow, SpendTotal } from './db/queries/list-spend.ts';
export type { SpendGift } from './db/queries/list-spend-gifts.ts';
export type { StockValue } from './db/queries/list-stock-value.ts';
export type { RecognitionState } from './db/queries/find-recognition-state.ts';
export type { Actor, Operator, PersonActor } from './domain/people/access.ts';
export type { TaxReport, TaxReportLine } from './domain/report/tax-report.ts';
