import type { Command } from 'commander';
import type { AddCommand } from './kit/context.ts';

/** What a first word is for, and the files of the commands that start with it. */
type Entry = { summary: string; files: readonly (() => Promise<AddCommand>)[] };

/**
 * Every command by its first word, in the order of the help. Files are loaded on demand, because each pulls in its part
 * of the product.
 */
const COMMANDS = {
  start: {
    summary: 'run Largesse: web, chat and workers, or the roles you name',
    files: [async () => (await import('./process/start.ts')).addStart],
  },
  demo: {
    summary: 'show the main job, from /recognize to a redeemed code, with nothing configured',
    files: [async () => (await import('./process/demo.ts')).addDemo],
  },
  seed: {
    summary: 'fill an empty database with a sample company of any size',
    files: [async () => (await import('./process/seed.ts')).addSeed],
  },
  doctor: {
    summary: 'check every setting and server, and say what is wrong and how to fix it',
    files: [async () => (await import('./process/doctor.ts')).addDoctor],
  },
  migrate: {
    summary: 'update the database in DATABASE_URL, and grant Largesse’s role what it needs there',
    files: [async () => (await import('./process/migrate.ts')).addMigrate],
  },
  organization: {
    summary: 'show and set the organization’s name, currency and time zone',
    files: [
      async () => (await import('./people/organization-show.ts')).addOrganizationShow,
      async () => (await import('./people/organization-set.ts')).addOrganizationSet,
    ],
  },
  sample: {
    summary: 'remove the sample company that was made up at the first start',
    files: [
      async () => (await import('./people/sample-remove.ts')).addSampleRemove,
      async () => (await import('./people/sample-keep.ts')).addSampleKeep,
    ],
  },
  people: {
    summary:
      'import people, list them, change them, merge two records of one, let them leave, export and erase them',
    files: [
      async () => (await import('./people/people-import.ts')).addPeopleImport,
      async () => (await import('./people/people-sync.ts')).addPeopleSync,
      async () => (await import('./people/people-undo-import.ts')).addPeopleUndoImport,
      async () => (await import('./people/people-list.ts')).addPeopleList,
      async () => (await import('./people/people-set.ts')).addPeopleSet,
      async () => (await import('./people/people-deactivate.ts')).addPeopleDeactivate,
      async () => (await import('./people/people-reactivate.ts')).addPeopleReactivate,
      async () => (await import('./people/people-merge.ts')).addPeopleMerge,
      async () => (await import('./people/people-erase.ts')).addPeopleErase,
      async () => (await import('./people/people-export.ts')).addPeopleExport,
      async () => (await import('./people/people-retention.ts')).addPeopleRetention,
    ],
  },
  identities: {
    summary: 'say whose chat accounts are',
    files: [
      async () => (await import('./people/identities-pending.ts')).addIdentitiesPending,
      async () => (await import('./people/identities-confirm.ts')).addIdentitiesConfirm,
      async () => (await import('./people/identities-link.ts')).addIdentitiesLink,
      async () => (await import('./people/identities-unlink.ts')).addIdentitiesUnlink,
    ],
  },
  scim: {
    summary: 'what the company’s directory (Okta, Entra) brings by SCIM',
    files: [
      async () => (await import('./people/scim-groups.ts')).addScimGroups,
      async () => (await import('./people/scim-map.ts')).addScimMap,
      async () => (await import('./people/scim-allow-leavers.ts')).addScimAllowLeavers,
    ],
  },
  workspaces: {
    summary: 'let Discord servers join, and list what has joined',
    files: [
      async () => (await import('./people/workspaces-invite.ts')).addWorkspacesInvite,
      async () => (await import('./people/workspaces-list.ts')).addWorkspacesList,
    ],
  },
  department: {
    summary: 'rename a department, set its currency and zone, and close it',
    files: [
      async () => (await import('./people/department-set.ts')).addDepartmentSet,
      async () => (await import('./people/department-close.ts')).addDepartmentClose,
    ],
  },
  budget: {
    summary: 'set and show what departments may give',
    files: [
      async () => (await import('./budget/budget-set.ts')).addBudgetSet,
      async () => (await import('./budget/budget-show.ts')).addBudgetShow,
      async () => (await import('./budget/budget-top-up.ts')).addBudgetTopUp,
      async () => (await import('./budget/budget-move.ts')).addBudgetMove,
      async () => (await import('./budget/budget-freeze.ts')).addBudgetFreeze,
      async () => (await import('./budget/budget-bring-home.ts')).addBudgetBringHome,
      async () => (await import('./budget/budget-write-off.ts')).addBudgetWriteOff,
    ],
  },
  policy: {
    summary: 'set and show the rules about giving',
    files: [
      async () => (await import('./budget/policy-set.ts')).addPolicySet,
      async () => (await import('./budget/policy-show.ts')).addPolicyShow,
      async () => (await import('./budget/policy-clear.ts')).addPolicyClear,
      async () => (await import('./budget/policy-second-person.ts')).addPolicySecondPerson,
    ],
  },
  proposals: {
    summary: 'decide on changes of money rules that need a second person',
    files: [
      async () => (await import('./budget/proposals-list.ts')).addProposalsList,
      async () => (await import('./budget/proposals-decide.ts')).addProposalsDecide,
    ],
  },
  plans: {
    summary: 'list the changes of money rules that begin on a later day, and withdraw them',
    files: [async () => (await import('./budget/plans.ts')).addPlans],
  },
  allowance: {
    summary: 'set and show what one giver may give',
    files: [
      async () => (await import('./budget/allowance-set.ts')).addAllowanceSet,
      async () => (await import('./budget/allowance-show.ts')).addAllowanceShow,
      async () => (await import('./budget/allowance-list.ts')).addAllowanceList,
    ],
  },
  recognize: {
    summary: 'thank someone with a gift, on behalf of a giver',
    files: [async () => (await import('./recognition/recognize.ts')).addRecognize],
  },
  requests: {
    summary: 'list what was asked for, and what came of it',
    files: [async () => (await import('./recognition/requests-list.ts')).addRequestsList],
  },
  gifts: {
    summary: 'list gifts, give many at once, take them back',
    files: [
      async () => (await import('./recognition/gifts-bulk.ts')).addGiftsBulk,
      async () => (await import('./gift/gifts-list.ts')).addGiftsList,
      async () => (await import('./gift/gifts-resend.ts')).addGiftsResend,
      async () => (await import('./gift/gifts-undo.ts')).addGiftsUndo,
      async () => (await import('./gift/gifts-void.ts')).addGiftsVoid,
    ],
  },
  redeem: {
    summary: 'add a gift code to the balance of its recipient',
    files: [async () => (await import('./gift/redeem.ts')).addRedeem],
  },
  balance: {
    summary: 'show what somebody can spend and which gifts are waiting for them',
    files: [async () => (await import('./gift/balance.ts')).addBalance],
  },
  codes: {
    summary: 'freeze a code that is lost or was seen, and have it replaced',
    files: [
      async () => (await import('./gift/codes-report.ts')).addCodesReport,
      async () => (await import('./gift/codes-reissue.ts')).addCodesReissue,
    ],
  },
  wallet: {
    summary: 'show a wallet, freeze it, close it; see what leavers hold',
    files: [
      async () => (await import('./wallet/wallet-show.ts')).addWalletShow,
      async () => (await import('./wallet/wallet-freeze.ts')).addWalletFreeze,
      async () => (await import('./wallet/wallet-close.ts')).addWalletClose,
      async () => (await import('./wallet/wallet-leavers.ts')).addWalletLeavers,
      async () => (await import('./wallet/wallet-payouts.ts')).addWalletPayouts,
    ],
  },
  guard: {
    summary: 'set and show what is unusual about redeeming, and what is done then',
    files: [
      async () => (await import('./wallet/guard-show.ts')).addGuardShow,
      async () => (await import('./wallet/guard-set.ts')).addGuardSet,
    ],
  },
  marketplace: {
    summary: 'add and list where wallets can be spent',
    files: [
      async () => (await import('./checkout/marketplace-add.ts')).addMarketplaceAdd,
      async () => (await import('./checkout/marketplace-list.ts')).addMarketplaceList,
    ],
  },
  checkout: {
    summary: 'spend from a wallet, settle and refund purchases, list them',
    files: [
      async () => (await import('./checkout/checkout-authorize.ts')).addCheckoutAuthorize,
      async () => (await import('./checkout/checkout-capture.ts')).addCheckoutCapture,
      async () => (await import('./checkout/checkout-void.ts')).addCheckoutVoid,
      async () => (await import('./checkout/checkout-refund.ts')).addCheckoutRefund,
      async () => (await import('./checkout/checkout-show.ts')).addCheckoutShow,
      async () => (await import('./checkout/checkout-list.ts')).addCheckoutList,
    ],
  },
  promo: {
    summary: 'grant promotional credit, list it and take it back',
    files: [
      async () => (await import('./wallet/promo-grant.ts')).addPromoGrant,
      async () => (await import('./wallet/promo-list.ts')).addPromoList,
      async () => (await import('./wallet/promo-take-back.ts')).addPromoTakeBack,
    ],
  },
  rewards: {
    summary: 'compare purchases with the providers of rewards, and give up those that wait',
    files: [
      async () => (await import('./reward/rewards-reconcile.ts')).addRewardsReconcile,
      async () => (await import('./reward/rewards-cancel.ts')).addRewardsCancel,
    ],
  },
  catalogue: {
    summary: 'say what the store offers: list it, import and export it, give it pictures',
    files: [
      async () => (await import('./store/catalogue-list.ts')).addCatalogueList,
      async () => (await import('./store/catalogue-import.ts')).addCatalogueImport,
      async () => (await import('./store/catalogue-export.ts')).addCatalogueExport,
      async () => (await import('./store/catalogue-picture.ts')).addCataloguePicture,
      async () => (await import('./store/catalogue-retire.ts')).addCatalogueRetire,
    ],
  },
  orders: {
    summary: 'see to what was ordered in the store: list it, fulfil it, give it back',
    files: [
      async () => (await import('./store/orders-list.ts')).addOrdersList,
      async () => (await import('./store/orders-show.ts')).addOrdersShow,
      async () => (await import('./store/orders-start.ts')).addOrdersStart,
      async () => (await import('./store/orders-fulfil.ts')).addOrdersFulfil,
      async () => (await import('./store/orders-cancel.ts')).addOrdersCancel,
      async () => (await import('./store/orders-refund.ts')).addOrdersRefund,
    ],
  },
  stock: {
    summary: 'bring codes into stock, see what is left, recall a bad batch',
    files: [
      async () => (await import('./reward/stock-upload.ts')).addStockUpload,
      async () => (await import('./reward/stock-report.ts')).addStockReport,
      async () => (await import('./reward/stock-batches.ts')).addStockBatches,
      async () => (await import('./reward/stock-batches.ts')).addStockHolders,
      async () => (await import('./reward/stock-recall.ts')).addStockRecall,
      async () => (await import('./reward/stock-low.ts')).addStockLow,
    ],
  },
  approvals: {
    summary: 'decide requests that wait for approval',
    files: [
      async () => (await import('./approval/approvals-list.ts')).addApprovalsList,
      async () => (await import('./approval/approvals-decide.ts')).addApprovalsDecide,
      async () => (await import('./approval/approvals-withdraw.ts')).addApprovalsWithdraw,
      async () => (await import('./approval/approvals-delegate.ts')).addApprovalsDelegate,
      async () => (await import('./approval/approvals-delegations.ts')).addApprovalsDelegations,
      async () => (await import('./approval/approvals-end-delegation.ts')).addApprovalsEndDelegation,
    ],
  },
  factor: {
    summary: 'say who has to have a second factor, and reset one that was lost',
    files: [
      async () => (await import('./session/factor-show.ts')).addFactorShow,
      async () => (await import('./session/factor-policy.ts')).addFactorPolicy,
      async () => (await import('./session/factor-reset.ts')).addFactorReset,
      async () => (await import('./session/factor-resets.ts')).addFactorResets,
    ],
  },
  sessions: {
    summary: 'show where somebody is signed in, and sign them out',
    files: [
      async () => (await import('./session/sessions-list.ts')).addSessionsList,
      async () => (await import('./session/sessions-end.ts')).addSessionsEnd,
    ],
  },
  tokens: {
    summary: 'make tokens for programs that call the API, list them and revoke them',
    files: [
      async () => (await import('./tokens/tokens-create.ts')).addTokensCreate,
      async () => (await import('./tokens/tokens-finish.ts')).addTokensFinish,
      async () => (await import('./tokens/tokens-list.ts')).addTokensList,
      async () => (await import('./tokens/tokens-revoke.ts')).addTokensRevoke,
    ],
  },
  report: {
    summary: 'report what was given, and what is owed',
    files: [
      async () => (await import('./report/report-spend.ts')).addReportSpend,
      async () => (await import('./report/report-liability.ts')).addReportLiability,
      async () => (await import('./report/report-tax.ts')).addReportTax,
      async () => (await import('./report/report-mail.ts')).addReportMail,
    ],
  },
  tax: {
    summary: 'say when gifts count for tax, and how payroll wants its files',
    files: [
      async () => (await import('./tax/tax-basis.ts')).addTaxBasis,
      async () => (await import('./tax/tax-map.ts')).addTaxMap,
      async () => (await import('./tax/tax-show.ts')).addTaxShow,
    ],
  },
  activity: {
    summary: 'show who did what to money and rights',
    files: [async () => (await import('./ledger/activity-list.ts')).addActivityList],
  },
  audit: {
    summary: 'verify and export the books',
    files: [
      async () => (await import('./ledger/audit-verify.ts')).addAuditVerify,
      async () => (await import('./ledger/audit-export.ts')).addAuditExport,
    ],
  },
  jobs: {
    summary: 'list failed jobs and retry them',
    files: [
      async () => (await import('./jobs/jobs-failed.ts')).addJobsFailed,
      async () => (await import('./jobs/jobs-retry.ts')).addJobsRetry,
    ],
  },
  webhooks: {
    summary: 'have other programs told of what happens, and see how that goes',
    files: [
      async () => (await import('./webhooks/webhooks-create.ts')).addWebhooksCreate,
      async () => (await import('./webhooks/webhooks-list.ts')).addWebhooksList,
      async () => (await import('./webhooks/webhooks-show.ts')).addWebhooksShow,
      async () => (await import('./webhooks/webhooks-events.ts')).addWebhooksEvents,
      async () => (await import('./webhooks/webhooks-pause.ts')).addWebhooksPause,
      async () => (await import('./webhooks/webhooks-rotate.ts')).addWebhooksRotate,
      async () => (await import('./webhooks/webhooks-ping.ts')).addWebhooksPing,
      async () => (await import('./webhooks/webhooks-log.ts')).addWebhooksLog,
      async () => (await import('./webhooks/webhooks-replay.ts')).addWebhooksReplay,
    ],
  },
  slack: {
    summary: 'set up the Slack app',
    files: [async () => (await import('./chat/slack-manifest.ts')).addSlackManifest],
  },
  discord: {
    summary: 'set up the Discord application',
    files: [
      async () => (await import('./chat/discord-register.ts')).addDiscordRegister,
      async () => (await import('./chat/discord-map-role.ts')).addDiscordMapRole,
    ],
  },
  keys: {
    summary: 'create, list and replace the keys that guard codes and the record',
    files: [
      async () => (await import('./process/keys-generate.ts')).addKeysGenerate,
      async () => (await import('./process/keys-list.ts')).addKeysList,
      async () => (await import('./process/keys-add.ts')).addKeysAdd,
      async () => (await import('./process/keys-promote.ts')).addKeysPromote,
      async () => (await import('./process/keys-reseal.ts')).addKeysReseal,
      async () => (await import('./process/keys-retire.ts')).addKeysRetire,
    ],
  },
} as const satisfies Record<string, Entry>;

export type FirstWord = keyof typeof COMMANDS;

export const FIRST_WORDS = Object.keys(COMMANDS) as FirstWord[];

/** Names every command for the help; `loadCommands` adds their arguments. */
export function nameCommands(program: Command): void {
  for (const word of FIRST_WORDS) program.command(word).description(COMMANDS[word].summary);
}

/** Loads the commands that start with this word, which must have been named before. */
export async function loadCommands(program: Command, word: FirstWord): Promise<void> {
  const adds = await Promise.all(COMMANDS[word].files.map((load) => load()));
  for (const add of adds) add(program);
}
