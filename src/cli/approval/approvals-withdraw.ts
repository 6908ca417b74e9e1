import type { Command } from 'commander';
import { withdrawnLines } from '#src/chat/cards/approval-card.ts';
import type { Core } from '#src/process/open-core.ts';
import { approvalJson } from './approval-text.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

type Options = { as: string; json?: boolean };

/** `largesse approvals withdraw`: withdraws a request that its requester no longer wants. */
export function addApprovalsWithdraw(program: Command): void {
  commandOf(program, 'approvals')
    .command('withdraw')
    .description('withdraw your request: the money that was put aside goes back')
    .argument('<id>', 'an id from `largesse approvals list`', readUuid)
    .requiredOption('--as <email>', 'who asked for it', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse approvals withdraw 0192f0c1-2345-7abc-8def-0123456789ab --as morgan@example.com',
    )
    .action((id: string, options: Options) => withCore((core) => withdraw(core, id, options)));
}

async function withdraw(core: Core, approvalId: string, { as, json }: Options): Promise<void> {
  const person = await getPersonWithEmail(core, as);
  const approval = orRefuse(core, await core.app.approval.withdraw({ person, approvalId }));
  if (json) return printJson(approvalJson(approval));
  for (const line of withdrawnLines(core.words, approval)) print(line);
}
