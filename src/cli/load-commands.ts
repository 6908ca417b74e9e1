import type { Command } from 'commander';
import type { FirstWord } from './commands.ts';
import type { AddCommand } from './context.ts';

/** The files of the commands by their first word. They are loaded when they are called: each brings its part of the product. */
const FILES: Record<FirstWord, readonly (() => Promise<AddCommand>)[]> = {
  start: [async () => (await import('./start.ts')).addStart],
  demo: [async () => (await import('./demo.ts')).addDemo],
  doctor: [async () => (await import('./doctor.ts')).addDoctor],
  migrate: [async () => (await import('./migrate.ts')).addMigrate],
  people: [
    async () => (await import('./people-import.ts')).addPeopleImport,
    async () => (await import('./people-list.ts')).addPeopleList,
  ],
  budget: [
    async () => (await import('./budget-set.ts')).addBudgetSet,
    async () => (await import('./budget-show.ts')).addBudgetShow,
    async () => (await import('./budget-top-up.ts')).addBudgetTopUp,
    async () => (await import('./budget-move.ts')).addBudgetMove,
    async () => (await import('./budget-freeze.ts')).addBudgetFreeze,
  ],
  policy: [
    async () => (await import('./policy-set.ts')).addPolicySet,
    async () => (await import('./policy-show.ts')).addPolicyShow,
  ],
  allowance: [async () => (await import('./allowance-set.ts')).addAllowanceSet],
  recognize: [async () => (await import('./recognize.ts')).addRecognize],
  gifts: [
    async () => (await import('./gifts-bulk.ts')).addGiftsBulk,
    async () => (await import('./gifts-list.ts')).addGiftsList,
    async () => (await import('./gifts-undo.ts')).addGiftsUndo,
    async () => (await import('./gifts-void.ts')).addGiftsVoid,
  ],
  redeem: [async () => (await import('./redeem.ts')).addRedeem],
  balance: [async () => (await import('./balance.ts')).addBalance],
  approvals: [
    async () => (await import('./approvals-list.ts')).addApprovalsList,
    async () => (await import('./approvals-decide.ts')).addApprovalsDecide,
    async () => (await import('./approvals-withdraw.ts')).addApprovalsWithdraw,
    async () => (await import('./approvals-delegate.ts')).addApprovalsDelegate,
  ],
  report: [async () => (await import('./report-spend.ts')).addReportSpend],
  audit: [
    async () => (await import('./audit-verify.ts')).addAuditVerify,
    async () => (await import('./audit-export.ts')).addAuditExport,
  ],
  jobs: [
    async () => (await import('./jobs-parked.ts')).addJobsParked,
    async () => (await import('./jobs-retry.ts')).addJobsRetry,
  ],
  slack: [async () => (await import('./slack-manifest.ts')).addSlackManifest],
  discord: [
    async () => (await import('./discord-register.ts')).addDiscordRegister,
    async () => (await import('./discord-map-role.ts')).addDiscordMapRole,
  ],
  keys: [async () => (await import('./keys-generate.ts')).addKeysGenerate],
};

/** Loads the commands that begin with this word. */
export async function loadCommands(program: Command, word: FirstWord): Promise<void> {
  const adds = await Promise.all(FILES[word].map((load) => load()));
  for (const add of adds) add(program);
}
