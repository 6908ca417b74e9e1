import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { budgetLine, budgetTable } from './budget-text.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';

type Options = { from: string; to: string; reason: string; requestId?: string; as?: string };

/** `largesse budget move`: moves money that one department has left to another. */
export function addBudgetMove(program: Command): void {
  addCommand(program, {
    name: 'budget move',
    summary: 'move money from what one department has left to another',
    takes: (command) =>
      command
        .argument('<amount...>', 'such as 500 or 500 EUR')
        .requiredOption('--from <department>', 'the department that gives it up')
        .requiredOption('--to <department>', 'the department that gets it')
        .requiredOption('--reason <text>', 'why: recorded in the activity log')
        .option(
          '--request-id <uuid>',
          'your own id for this move: the same id moves money only once',
          readUuid,
        )
        .addOption(asOption()),
    json: 'object',
    examples: ['budget move 200 --from Design --to Engineering --reason "launch party"'],
    async run(core, words: string[], { reason, requestId = randomUUID(), as, ...options }: Options) {
      const from = await getDepartmentNamed(core, options.from);
      const to = await getDepartmentNamed(core, options.to);
      const { currency } = from;
      const amountMinor = readMinorAboveZero(core, from, words.join(' '));
      const move = { id: requestId, from, to, amountMinor, reason, ...(await findActor(core, as)) };
      const moved = orRefuse(core, await core.app.budget.move(move));
      const amount = formatMoney({ amountMinor, currency }, core.words.locale);
      return {
        json: { from: from.name, to: to.name, currency, amountMinor, ...moved, requestId },
        text: async () => [
          moved.isRepeat
            ? 'This was done already. Nothing was moved twice.'
            : `${amount} moved from ${from.name} to ${to.name}.`,
          budgetTable(
            core.words,
            await Promise.all([from, to].map((department) => budgetLine(core, department))),
          ),
        ],
      };
    },
  });
}
