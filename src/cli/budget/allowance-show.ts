import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';

/** `largesse allowance show`: shows what one giver may still give in the running period. */
export function addAllowanceShow(program: Command): void {
  commandOf(program, 'allowance')
    .command('show')
    .description('show what one giver may give in the running period, and what is left')
    .argument('<giver>', 'an email address', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse allowance show morgan@example.com')
    .action((email: string, { json }: { json?: boolean }) =>
      withCore(async (core) => {
        const person = await getPersonWithEmail(core, email);
        const found = await core.app.queries.budget.findAllowance(operatorOf(core), person.id);
        const allowance = orRefuse(core, found);
        if (json) return printJson({ giver: email, ...allowance });
        if (!allowance)
          return print(`${person.name} has no allowance: only the budget limits what they give.`);
        const { currency, allowanceMinor, leftMinor } = allowance;
        const [may, left] = [allowanceMinor, leftMinor].map((amountMinor) =>
          formatMoney({ amountMinor, currency }, core.words.locale),
        );
        print(`${person.name} may give ${may} a period and has ${left} left.`);
      }),
    );
}
