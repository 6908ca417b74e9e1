import type { Command } from 'commander';
import { findGivingRulesOf } from '#src/db/budget/giving-policy.ts';
import { commandOf } from '#src/cli/commands.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { rulesJson, rulesTable } from './policy-text.ts';
import { readCurrency } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/read-money.ts';

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
        const { app, organization, db, words } = core;
        const department =
          name === undefined
            ? undefined
            : orRefuse(core, await app.findDepartmentNamed(organization.id, name));
        const currency = department?.currency ?? options.currency ?? organization.currency;
        const departmentId = department?.id ?? null;
        const rules = await findGivingRulesOf(db, {
          organizationId: organization.id,
          departmentId,
          currency,
        });
        const line = { department: department?.name ?? null, currency, rules };
        if (options.json) return printJson(rulesJson(line));
        print(rulesTable(words, line));
      }),
    );
}
