import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

/** `largesse sample keep`: takes it back before the next start. */
export function addSampleKeep(program: Command): void {
  addCommand(program, {
    name: 'sample keep',
    summary: 'keep the sample company after all, before the next start',
    json: 'object',
    examples: ['sample keep'],
    async run(core) {
      const kept = await core.app.people.removeSample({ actor: operatorOf(core), isWanted: false });
      orRefuse(core, kept);
      return { json: { status: 'stays' }, text: 'The sample company stays.' };
    },
  });
}
