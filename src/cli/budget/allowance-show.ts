import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';

/** `largesse allowance show`: shows what one giver may still give in the running period. */
export function addAllowanceShow(program: Command): void {
  addCommand(program, {
    name: 'allowance show',
    summary: 'show what one giver may give in the running period, and what is left',
    takes: (command) => command.argument('<giver>', 'an email address', readEmail),
    json: 'object',
    examples: ['allowance show morgan@example.com'],
    async run(core, email: string) {
      const person = await getPersonWithEmail(core, email);
      const found = await core.app.queries.budget.findAllowance(operatorOf(core), person.id);
      const allowance = orRefuse(core, found);
      const json = { giver: email, ...allowance };
      if (!allowance)
        return { json, text: `${person.name} has no allowance: only the budget limits what they give.` };
      const { currency, allowanceMinor, leftMinor } = allowance;
      const [may, left] = [allowanceMinor, leftMinor].map((amountMinor) =>
        formatMoney({ amountMinor, currency }, core.words.locale),
      );
      return { json, text: `${person.name} may give ${may} a period and has ${left} left.` };
    },
  });
}
