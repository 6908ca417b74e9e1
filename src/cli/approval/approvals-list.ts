import type { Command } from 'commander';
import { approvalJson, approvalTable } from './approval-text.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';

/** `largesse approvals list`: what waits for a decision. */
export function addApprovalsList(program: Command): void {
  commandOf(program, 'approvals')
    .command('list')
    .description('list what waits for a decision')
    .option('--all', 'include what is already decided')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse approvals list')
    .action(({ all = false, json }: { all?: boolean; json?: boolean }) =>
      withCore(async (core) => {
        const approvals = await core.app.queries.approval.list(operatorOf(core), { isOpen: !all });
        if (json) return printJson(approvals.map(approvalJson));
        print(approvals.length === 0 ? 'Nothing waits for a decision.' : approvalTable(core, approvals));
      }),
    );
}
