import type { Command } from 'commander';
import { proposalText } from '#src/chat/cards/proposal-text.ts';
import { storeChange, whyOf } from '#src/domain/budget/proposal.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

/** `largesse proposals list`: the changes of money rules and rights that wait for a second person. */
export function addProposalsList(program: Command): void {
  addCommand(program, {
    name: 'proposals list',
    summary: 'list the changes of money rules and rights that wait for a second person',
    json: 'array',
    examples: ['proposals list'],
    async run(core) {
      const asked = { now: new Date() };
      const waiting = await core.app.queries.budget.listProposals(operatorOf(core), asked);
      const json = waiting.map(({ change, ...one }) => ({ ...one, change: storeChange(change) }));
      if (waiting.length === 0) return { json, text: 'Nothing waits for a second person.' };
      const { timeZone } = core.organization;
      const rows = waiting.map((one) => [
        one.id,
        proposalText(core.words, one),
        one.proposer,
        whyOf(one),
        core.words.dateAndTime(one.expiresAt, timeZone),
      ]);
      const titles = ['Id', 'What', 'Proposed by', 'Why', 'Until'];
      return {
        json,
        text: tableText(
          titles.map((title) => ({ title })),
          rows,
        ),
      };
    },
  });
}
