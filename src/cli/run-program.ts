import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ConfigError, readEnv } from '#src/config.ts';
import { addAllowanceSet } from './allowance-set.ts';
import { addApprovalsDecide } from './approvals-decide.ts';
import { addApprovalsDelegate } from './approvals-delegate.ts';
import { addApprovalsList } from './approvals-list.ts';
import { addAuditExport } from './audit-export.ts';
import { addAuditVerify } from './audit-verify.ts';
import { addBalance } from './balance.ts';
import { addBudgetFreeze } from './budget-freeze.ts';
import { addBudgetMove } from './budget-move.ts';
import { addBudgetSet } from './budget-set.ts';
import { addBudgetShow } from './budget-show.ts';
import { addBudgetTopUp } from './budget-top-up.ts';
import { type AddCommand, Refused, WrongUse } from './context.ts';
import { addDemo } from './demo.ts';
import { addDiscordMapRole } from './discord-map-role.ts';
import { addDiscordRegister } from './discord-register.ts';
import { addDoctor } from './doctor.ts';
import { explainFault } from './explain-fault.ts';
import { addGiftsBulk } from './gifts-bulk.ts';
import { addGiftsList } from './gifts-list.ts';
import { addGiftsUndo } from './gifts-undo.ts';
import { addGiftsVoid } from './gifts-void.ts';
import { addJobsParked } from './jobs-parked.ts';
import { addJobsRetry } from './jobs-retry.ts';
import { addKeysGenerate } from './keys-generate.ts';
import { addMigrate } from './migrate.ts';
import { addPeopleImport } from './people-import.ts';
import { addPeopleList } from './people-list.ts';
import { addPolicySet } from './policy-set.ts';
import { addPolicyShow } from './policy-show.ts';
import { addRecognize } from './recognize.ts';
import { addRedeem } from './redeem.ts';
import { addReportSpend } from './report-spend.ts';
import { addSlackManifest } from './slack-manifest.ts';
import { addStart } from './start.ts';

const COMMANDS: readonly AddCommand[] = [
  addStart,
  addDemo,
  addDoctor,
  addMigrate,
  addPeopleImport,
  addPeopleList,
  addBudgetSet,
  addBudgetShow,
  addBudgetTopUp,
  addBudgetMove,
  addBudgetFreeze,
  addPolicySet,
  addPolicyShow,
  addAllowanceSet,
  addRecognize,
  addGiftsBulk,
  addGiftsList,
  addGiftsUndo,
  addGiftsVoid,
  addRedeem,
  addBalance,
  addApprovalsList,
  addApprovalsDecide,
  addApprovalsDelegate,
  addReportSpend,
  addAuditVerify,
  addAuditExport,
  addJobsParked,
  addJobsRetry,
  addSlackManifest,
  addDiscordRegister,
  addDiscordMapRole,
  addKeysGenerate,
];

/** Runs the `largesse` program. Returns the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv);
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return report(error);
  }
}

/** The program with all its commands. */
export function createProgram(): Command {
  const program = new Command('largesse')
    .description('Gifts between colleagues, from chat, within the budget.')
    .version(readVersion(), '--version', 'print the version')
    .configureOutput({
      outputError: (text, write) => write(`${oneLine(text)} (--help shows how to use it)\n`),
    })
    .exitOverride()
    .addHelpText('after', '\nBegin with:\n  largesse demo\n  largesse start\n  largesse doctor');
  for (const add of COMMANDS) add(program);
  return program;
}

/** Commander's own errors, in our form. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /u, 'largesse: ')
    .trim()
    .replaceAll(/\s*\n\s*/gu, ' ');
}

/** From the package's root, both in a checkout and in the published package. */
function readVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    const text = tryRead(new URL(up, import.meta.url));
    if (text) return (JSON.parse(text) as { version: string }).version;
  }
  throw new Error('package.json was not found beside the program');
}

function tryRead(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`largesse: ${explainFault(error)}\n`);
  if (error instanceof WrongUse || error instanceof ConfigError) return 2;
  if (!(error instanceof Refused) && readEnv().LOG_LEVEL === 'debug') {
    process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
  }
  return 1;
}
