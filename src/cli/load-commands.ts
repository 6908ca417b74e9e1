import type { Command } from 'commander';
import type { FirstWord } from './commands.ts';
import type { AddCommand } from './kit/context.ts';

/** The command files by first word. Loaded on demand, because each pulls in its part of the product. */
const FILES: Record<FirstWord, readonly (() => Promise<AddCommand>)[]> = {
  start: [async () => (await import('./process/start.ts')).addStart],
  demo: [async () => (await import('./process/demo.ts')).addDemo],
  doctor: [async () => (await import('./process/doctor.ts')).addDoctor],
  migrate: [async () => (await import('./process/migrate.ts')).addMigrate],
  people: [
    async () => (await import('./people/people-import.ts')).addPeopleImport,
    async () => (await import('./people/people-list.ts')).addPeopleList,
  ],
  budget: [
    async () => (await import('./budget/budget-set.ts')).addBudgetSet,
    async () => (await import('./budget/budget-show.ts')).addBudgetShow,
    async () => (await import('./budget/budget-top-up.ts')).addBudgetTopUp,
    async () => (await import('./budget/budget-move.ts')).addBudgetMove,
    async () => (await import('./budget/budget-freeze.ts')).addBudgetFreeze,
  ],
  policy: [
    async () => (await import('./budget/policy-set.ts')).addPolicySet,
    async () => (await import('./budget/policy-show.ts')).addPolicyShow,
  ],
  allowance: [async () => (await import('./budget/allowance-set.ts')).addAllowanceSet],
  recognize: [async () => (await import('./recognition/recognize.ts')).addRecognize],
  gifts: [
    async () => (await import('./recognition/gifts-bulk.ts')).addGiftsBulk,
    async () => (await import('./gift/gifts-list.ts')).addGiftsList,
    async () => (await import('./gift/gifts-undo.ts')).addGiftsUndo,
    async () => (await import('./gift/gifts-void.ts')).addGiftsVoid,
  ],
  redeem: [async () => (await import('./gift/redeem.ts')).addRedeem],
  balance: [async () => (await import('./gift/balance.ts')).addBalance],
  approvals: [
    async () => (await import('./approval/approvals-list.ts')).addApprovalsList,
    async () => (await import('./approval/approvals-decide.ts')).addApprovalsDecide,
    async () => (await import('./approval/approvals-withdraw.ts')).addApprovalsWithdraw,
    async () => (await import('./approval/approvals-delegate.ts')).addApprovalsDelegate,
  ],
  report: [async () => (await import('./report/report-spend.ts')).addReportSpend],
  audit: [
    async () => (await import('./ledger/audit-verify.ts')).addAuditVerify,
    async () => (await import('./ledger/audit-export.ts')).addAuditExport,
  ],
  jobs: [
    async () => (await import('./jobs/jobs-failed.ts')).addJobsFailed,
    async () => (await import('./jobs/jobs-retry.ts')).addJobsRetry,
  ],
  slack: [async () => (await import('./chat/slack-manifest.ts')).addSlackManifest],
  discord: [
    async () => (await import('./chat/discord-register.ts')).addDiscordRegister,
    async () => (await import('./chat/discord-map-role.ts')).addDiscordMapRole,
  ],
  keys: [async () => (await import('./process/keys-generate.ts')).addKeysGenerate],
};

/** Loads the commands that start with this word. */
export async function loadCommands(program: Command, word: FirstWord): Promise<void> {
  const adds = await Promise.all(FILES[word].map((load) => load()));
  for (const add of adds) add(program);
}
