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
  doctor: {
    summary: 'check every setting and server, and say what is wrong and how to fix it',
    files: [async () => (await import('./process/doctor.ts')).addDoctor],
  },
  migrate: {
    summary: 'update the schema of the database in DATABASE_URL',
    files: [async () => (await import('./process/migrate.ts')).addMigrate],
  },
  organization: {
    summary: 'show and set the organization’s name, currency and time zone',
    files: [
      async () => (await import('./people/organization-show.ts')).addOrganizationShow,
      async () => (await import('./people/organization-set.ts')).addOrganizationSet,
    ],
  },
  people: {
    summary: 'import people and list them',
    files: [
      async () => (await import('./people/people-import.ts')).addPeopleImport,
      async () => (await import('./people/people-list.ts')).addPeopleList,
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
  workspaces: {
    summary: 'let Discord servers join, and list what has joined',
    files: [
      async () => (await import('./people/workspaces-invite.ts')).addWorkspacesInvite,
      async () => (await import('./people/workspaces-list.ts')).addWorkspacesList,
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
    ],
  },
  policy: {
    summary: 'set and show the rules about giving',
    files: [
      async () => (await import('./budget/policy-set.ts')).addPolicySet,
      async () => (await import('./budget/policy-show.ts')).addPolicyShow,
      async () => (await import('./budget/policy-clear.ts')).addPolicyClear,
    ],
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
  report: {
    summary: 'report what was given',
    files: [async () => (await import('./report/report-spend.ts')).addReportSpend],
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
    summary: 'create the keys that guard codes',
    files: [async () => (await import('./process/keys-generate.ts')).addKeysGenerate],
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
