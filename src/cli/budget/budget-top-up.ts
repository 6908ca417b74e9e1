import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { budgetLine, budgetTable } from './budget-text.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';

type Options = { reason: string; requestId?: string; as?: string; json?: boolean };

/** `largesse budget top-up`: gives a department money once, beside its budget. */
export function addBudgetTopUp(program: Command): void {
  commandOf(program, 'budget')
    .command('top-up')
    .description('give a department money once: it is spent after the budget, and outlives the period')
    .argument('<department>')
    .argument('<amount...>', 'such as 500 or 500 EUR')
    .requiredOption('--reason <text>', 'why: recorded in the activity log')
    .option('--request-id <uuid>', 'your own id for this top-up: the same id tops up only once', readUuid)
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse budget top-up Design 500 --reason "launch party"')
    .action((name: string, words: string[], { reason, requestId = randomUUID(), as, json }: Options) =>
      withCore(async (core) => {
        const department = await getDepartment(core, name);
        const { currency } = department;
        const amountMinor = readMinorAboveZero(core, department, words.join(' '));
        const topUp = { id: requestId, department, amountMinor, reason, ...(await findActor(core, as)) };
        const toppedUp = await core.app.budget.topUp(topUp);
        if (json) {
          return printJson({ department: department.name, currency, amountMinor, ...toppedUp, requestId });
        }
        const added = formatMoney({ amountMinor, currency }, core.words.locale);
        print(
          toppedUp.isRepeat
            ? 'This was done already. Nothing was added twice.'
            : `${department.name} got ${added} on top, spent after its budget.`,
        );
        print(budgetTable(core.words, [await budgetLine(core, department)]));
      }),
    );
}
