import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { budgetLine, budgetTable } from './budget-text.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';

type Options = { from: string; to: string; reason: string; requestId?: string; as?: string; json?: boolean };

/** `largesse budget move`: moves money that one department has left to another. */
export function addBudgetMove(program: Command): void {
  commandOf(program, 'budget')
    .command('move')
    .description('move money from what one department has left to another')
    .argument('<amount...>', 'such as 500 or 500 EUR')
    .requiredOption('--from <department>', 'the department that gives it up')
    .requiredOption('--to <department>', 'the department that gets it')
    .requiredOption('--reason <text>', 'why: recorded in the activity log')
    .option('--request-id <uuid>', 'your own id for this move: the same id moves money only once', readUuid)
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse budget move 200 --from Design --to Engineering --reason "launch party"',
    )
    .action((words: string[], { reason, requestId = randomUUID(), as, json, ...options }: Options) =>
      withCore(async (core) => {
        const { app } = core;
        const from = await getDepartment(core, options.from);
        const to = await getDepartment(core, options.to);
        const { currency } = from;
        const amountMinor = readMinorAboveZero(core, from, words.join(' '));
        const move = { id: requestId, from, to, amountMinor, reason, ...(await findActor(core, as)) };
        const moved = orRefuse(core, await app.budget.move(move));
        if (json) {
          return printJson({ from: from.name, to: to.name, currency, amountMinor, ...moved, requestId });
        }
        print(
          moved.isRepeat
            ? 'This was done already. Nothing was moved twice.'
            : `${formatMoney({ amountMinor, currency }, core.words.locale)} moved from ${from.name} to ${to.name}.`,
        );
        print(
          budgetTable(
            core.words,
            await Promise.all([from, to].map((department) => budgetLine(core, department))),
          ),
        );
      }),
    );
}
