import type { Command } from 'commander';
import type { ApprovalDecision } from '#src/app.ts';
import { decisionText, lateLines } from '#src/chat/cards/approval-card.ts';
import type { Core } from '#src/process/open-core.ts';
import { type CommandResult, addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { approvalJson } from './approval-text.ts';

type Options = { as: string };

const ID = '0192f0c1-2345-7abc-8def-0123456789ab';

/** `largesse approvals approve` and `decline`: decides on behalf of somebody who may. */
export function addApprovalsDecide(program: Command): void {
  addCommand(program, {
    name: 'approvals approve',
    summary: 'approve a request, as somebody who may',
    takes: (command) => withApprover(withApproval(command)),
    json: 'object',
    examples: [`approvals approve ${ID} --as ada@example.com`],
    run: (core, id: string, { as }: Options) => decide(core, { as, id, decision: { kind: 'approve' } }),
  });
  addCommand(program, {
    name: 'approvals decline',
    summary: 'decline a request, as somebody who may',
    takes: (command) =>
      withApprover(withApproval(command).argument('<reason...>', 'why: the requester reads it')),
    json: 'object',
    examples: [`approvals decline ${ID} too much for a lunch --as ada@example.com`],
    run: (core, id: string, words: string[], { as }: Options) =>
      decide(core, { as, id, decision: { kind: 'decline', reason: words.join(' ') } }),
  });
}

function withApproval(command: Command): Command {
  return command.argument('<id>', 'an id from `largesse approvals list`', readUuid);
}

function withApprover(command: Command): Command {
  return command.requiredOption('--as <email>', 'who decides', readEmail);
}

async function decide(
  core: Core,
  { as, id: approvalId, decision }: { as: string; id: string; decision: ApprovalDecision['decision'] },
): Promise<CommandResult> {
  const person = await getPersonWithEmail(core, as);
  const approval = orRefuse(core, await core.app.approval.decide({ person, approvalId, decision }));
  const text = [decisionText(core.words, approval), ...lateLines(core.words, approval)];
  return { json: approvalJson(approval), text };
}
