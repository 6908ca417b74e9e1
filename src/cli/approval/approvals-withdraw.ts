import type { Command } from 'commander';
import { withdrawnLines } from '#src/chat/cards/approval-card.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { approvalJson } from './approval-text.ts';

/** `largesse approvals withdraw`: withdraws a request that its requester no longer wants. */
export function addApprovalsWithdraw(program: Command): void {
  addCommand(program, {
    name: 'approvals withdraw',
    summary: 'withdraw your request: the money that was put aside goes back',
    takes: (command) =>
      command
        .argument('<id>', 'an id from `largesse approvals list`', readUuid)
        .requiredOption('--as <email>', 'who asked for it', readEmail),
    json: 'object',
    examples: ['approvals withdraw 0192f0c1-2345-7abc-8def-0123456789ab --as morgan@example.com'],
    async run(core, approvalId: string, { as }: { as: string }) {
      const person = await getPersonWithEmail(core, as);
      const approval = orRefuse(core, await core.app.approval.withdraw({ person, approvalId }));
      return { json: approvalJson(approval), text: withdrawnLines(core.words, approval) };
    },
  });
}
