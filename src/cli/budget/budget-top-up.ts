import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { budgetLine, budgetTable } from './budget-text.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';

type Options = { reason: string; requestId?: string; as?: string };

/** `largesse budget top-up`: gives a department money once, beside its budget. */
export function addBudgetTopUp(program: Command): void {
  addCommand(program, {
    name: 'budget top-up',
    summary: 'give a department money once: it is spent after the budget, and outlives the period',
    takes: (command) =>
      command
        .argument('<department>')
        .argument('<amount...>', 'such as 500 or 500 EUR')
        .requiredOption('--reason <text>', 'why: recorded in the activity log')
        .option('--request-id <uuid>', 'your own id for this top-up: the same id tops up only once', readUuid)
        .addOption(asOption()),
    json: 'object',
    examples: ['budget top-up Design 500 --reason "launch party"'],
    async run(core, name: string, words: string[], { reason, requestId = randomUUID(), as }: Options) {
      const department = await getDepartmentNamed(core, name);
      const { currency } = department;
      const amountMinor = readMinorAboveZero(core, department, words.join(' '));
      const topUp = { id: requestId, department, amountMinor, reason, ...(await findActor(core, as)) };
      const toppedUp = orRefuse(core, await core.app.budget.topUp(topUp));
      const added = formatMoney({ amountMinor, currency }, core.words.locale);
      return {
        json: { department: department.name, currency, amountMinor, ...toppedUp, requestId },
        text: async () => [
          toppedUp.isRepeat
            ? 'This was done already. Nothing was added twice.'
            : `${department.name} got ${added} on top, spent after its budget.`,
          budgetTable(core.words, [await budgetLine(core, department)]),
        ],
      };
    },
  });
}
