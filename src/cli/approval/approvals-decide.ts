import type { Command } from 'commander';
import type { ApprovalDecision } from '#src/app.ts';
import { decisionText } from '#src/chat/cards/approval-card.ts';
import type { Core } from '#src/process/open-core.ts';
import { approvalJson } from './approval-text.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

type Options = { as: string; json?: boolean };

/** `largesse approvals approve` and `decline`: decides on behalf of somebody who may. */
export function addApprovalsDecide(program: Command): void {
  commandOf(program, 'approvals')
    .command('approve')
    .description('approve a request, as somebody who may')
    .argument('<id>', 'an id from `largesse approvals list`', readUuid)
    .requiredOption('--as <email>', 'who decides', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', exampleOf('approve', ''))
    .action((id: string, options: Options) =>
      withCore((core) => decide(core, id, { kind: 'approve' }, options)),
    );
  commandOf(program, 'approvals')
    .command('decline')
    .description('decline a request, as somebody who may')
    .argument('<id>', 'an id from `largesse approvals list`', readUuid)
    .argument('<reason...>', 'why: the requester reads it')
    .requiredOption('--as <email>', 'who decides', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', exampleOf('decline', ' too much for a lunch'))
    .action((id: string, words: string[], options: Options) =>
      withCore((core) => decide(core, id, { kind: 'decline', reason: words.join(' ') }, options)),
    );
}

function exampleOf(name: string, reason: string): string {
  return `\nExample:\n  largesse approvals ${name} 0192f0c1-2345-7abc-8def-0123456789ab${reason} --as ada@example.com`;
}

async function decide(
  core: Core,
  approvalId: string,
  decision: ApprovalDecision['decision'],
  { as, json }: Options,
): Promise<void> {
  const person = await getPersonWithEmail(core, as);
  const approval = orRefuse(core, await core.app.approval.decide({ person, approvalId, decision }));
  if (json) return printJson(approvalJson(approval));
  print(decisionText(core.words, approval));
}
