import type { Command } from 'commander';
import { must } from '#src/domain/kit/must.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readMinor } from '#src/cli/kit/read-money.ts';

/** `largesse allowance set`: sets what one giver may give per period, instead of their role's allowance. */
export function addAllowanceSet(program: Command): void {
  commandOf(program, 'allowance')
    .command('set')
    .description('set what one giver may give per budget period, instead of their role’s allowance')
    .argument('<giver>', 'an email address', readEmail)
    .argument('<amount...>', 'such as 200; none removes it')
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse allowance set morgan@example.com 200')
    .action((email: string, words: string[], { as, json }: { as?: string; json?: boolean }) =>
      withCore(async (core) => {
        const person = await getPersonWithEmail(core, email);
        const found = await core.app.queries.people.findDepartmentById(operatorOf(core), person.departmentId);
        const department = must(found, `department ${person.departmentId}`);
        const { currency } = department;
        const typed = words.join(' ');
        const amountMinor = typed === 'none' ? null : readMinor(core, department, typed);
        await core.app.budget.setAllowance({ person, currency, amountMinor, ...(await findActor(core, as)) });
        if (json) return printJson({ giver: email, currency, allowanceMinor: amountMinor });
        if (amountMinor === null) return print(`${person.name} may give what their role may.`);
        print(
          `${person.name} may give ${formatMoney({ amountMinor, currency }, core.words.locale)} a period.`,
        );
      }),
    );
}
