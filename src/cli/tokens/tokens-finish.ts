import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { madeTokenResult } from './made-token-result.ts';

/** `largesse tokens finish`: makes a token that a second person has confirmed, and prints it once. */
export function addTokensFinish(program: Command): void {
  addCommand(program, {
    name: 'tokens finish',
    summary: 'make a token that was proposed here and that a second person has confirmed, and print it once',
    takes: (command) =>
      command.argument('<id>', 'of the proposal: largesse proposals list shows it while it waits', readUuid),
    json: 'object',
    examples: ['tokens finish 01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e10'],
    async run(core, proposalId: string) {
      const { id: organizationId } = core.organization;
      const asked = { organizationId, proposalId, makerId: null };
      return madeTokenResult(core, orRefuse(core, await core.app.session.makeConfirmedToken(asked)));
    },
  });
}
