import type { Command } from 'commander';
import { formatMoney } from '#src/domain/money.ts';
import { commandOf } from './commands.ts';
import { print, printJson, withCore } from './context.ts';
import { orRefuse, readMinorAboveZero } from './read-money.ts';

type Options = { from: string; to: string; reason: string; json?: boolean };

/** `largesse budget move`: money from what one department has left to another. */
export function addBudgetMove(program: Command): void {
  commandOf(program, 'budget')
    .command('move')
    .description('move money from what one department has left to another')
    .argument('<amount...>', 'such as 500 or 500 EUR')
    .requiredOption('--from <department>', 'who gives it up')
    .requiredOption('--to <department>', 'who may give it instead')
    .option('--reason <text>', 'what for: it is kept in the activity log', '')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse budget move 200 --from Design --to Engineering')
    .action((words: string[], options: Options) =>
      withCore(async (core) => {
        const { app, organization } = core;
        const from = orRefuse(core, await app.findDepartmentNamed(organization.id, options.from));
        const to = orRefuse(core, await app.findDepartmentNamed(organization.id, options.to));
        const amountMinor = readMinorAboveZero(core, from, words.join(' '));
        const { reason, json } = options;
        const { leftMinor } = orRefuse(
          core,
          await app.moveBudget({ from, to, amountMinor, reason, actorId: null }),
        );
        if (json) return printJson({ from: from.name, to: to.name, amountMinor, leftMinor });
        const { currency } = from;
        for (const [{ name }, left] of [[from, leftMinor.from] as const, [to, leftMinor.to] as const]) {
          print(`${name} has ${formatMoney({ amountMinor: left, currency }, core.words.locale)} left.`);
        }
      }),
    );
}
