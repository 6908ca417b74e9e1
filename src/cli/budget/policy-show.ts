import type { Command } from 'commander';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { rulesJson, rulesTable } from './policy-text.ts';
import { readCurrency } from '#src/cli/kit/read-arguments.ts';

type Options = { currency?: string; json?: boolean };

/** `largesse policy show`: shows the rules about giving. */
export function addPolicyShow(program: Command): void {
  commandOf(program, 'policy')
    .command('show')
    .description('show the current rules about giving')
    .argument('[department]', 'if omitted, the rules of all departments without their own')
    .option(
      '--currency <code>',
      'for departments with this currency; defaults to the organization’s',
      readCurrency,
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse policy show Design')
    .action((name: string | undefined, options: Options) =>
      withCore(async (core) => {
        const { app, organization, words } = core;
        const department = name === undefined ? undefined : await getDepartment(core, name);
        const currency = department?.currency ?? options.currency ?? organization.currency;
        const departmentId = department?.id ?? null;
        const asked = { departmentId, currency };
        const rules = orRefuse(core, await app.queries.budget.getRules(operatorOf(core), asked));
        const line = { department: department?.name ?? null, currency, rules };
        if (options.json) return printJson(rulesJson(line));
        print(rulesTable(words, line));
      }),
    );
}
