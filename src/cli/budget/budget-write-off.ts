import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { budgetLine, budgetTable } from './budget-text.ts';
import { periodText } from './period-text.ts';

type Options = AgreeOptions & { reason: string; as?: string };

/** `largesse budget write-off`: pays what a department has overspent from the organization's funds. */
export function addBudgetWriteOff(program: Command): void {
  addCommand(program, {
    name: 'budget write-off',
    summary: 'pay from funding what a soft budget was overspent by, instead of from its next period',
    takes: (command) =>
      command
        .argument('<department>')
        .requiredOption('--reason <text>', 'why: recorded in the activity log')
        .option('--dry-run', 'show what would be written off')
        .option('--yes', 'write it off without being asked')
        .addOption(asOption()),
    json: 'object',
    examples: ['budget write-off Design --reason "approved by the board" --dry-run'],
    async run(core, name: string, { reason, as, ...options }: Options) {
      mustBeAgreed(options);
      const department = await getDepartmentNamed(core, name);
      const { currency } = department;
      function linesOf(overdrafts: readonly { period: string; amountMinor: bigint }[]): string[] {
        return overdrafts.map(({ period, amountMinor }) => {
          const amount = formatMoney({ amountMinor, currency }, core.words.locale);
          return `${department.name} overspent its period of ${periodText(core.words, period)} by ${amount}.`;
        });
      }
      const plan = orRefuse(core, await core.app.budget.planWritingOff(department));
      const json = { department: department.name, currency };
      if (!(await isAgreed('Write it off?', linesOf(plan), options))) {
        const after = options.dryRun ? NOT_YET : 'Nothing was written off.';
        return { json: { ...json, overdrafts: plan }, text: [...linesOf(plan), after] };
      }
      const actor = await findActor(core, as);
      const overdrafts = orRefuse(core, await core.app.budget.writeOff({ department, reason, ...actor }));
      return {
        json: { ...json, overdrafts },
        text: async () => [
          ...linesOf(overdrafts),
          'Written off: funding has paid it.',
          budgetTable(core.words, [await budgetLine(core, department)]),
        ],
      };
    },
  });
}

const NOT_YET = 'Nothing was written off yet: run it without --dry-run.';
