import type { Command } from 'commander';
import { must } from '#src/domain/kit/must.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { fromOption, startIn } from '#src/cli/kit/from-option.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readMinor } from '#src/cli/kit/read-money.ts';

/** `largesse allowance set`: sets what one giver may give per period, instead of their role's allowance. */
export function addAllowanceSet(program: Command): void {
  addCommand(program, {
    name: 'allowance set',
    summary: 'set what one giver may give per budget period, instead of their role’s allowance',
    takes: (command) =>
      command
        .argument('<giver>', 'an email address', readEmail)
        .argument('<amount...>', 'such as 200; none removes it')
        .addOption(fromOption())
        .addOption(asOption()),
    json: 'object',
    examples: ['allowance set morgan@example.com 200'],
    async run(core, email: string, words: string[], { as, from: day }: { as?: string; from?: string }) {
      const person = await getPersonWithEmail(core, email);
      const found = await core.app.queries.people.findDepartmentById(operatorOf(core), person.departmentId);
      const department = must(found, `department ${person.departmentId}`);
      const { currency } = department;
      const typed = words.join(' ');
      const amountMinor = typed === 'none' ? null : readMinor(core, department, typed);
      const from = startIn(department.timeZone, day);
      const setting = { person, currency, amountMinor, from, ...(await findActor(core, as)) };
      orRefuse(core, await core.app.budget.setAllowance(setting));
      const what =
        amountMinor === null
          ? 'what their role may'
          : `${formatMoney({ amountMinor, currency }, core.words.locale)} a period`;
      return {
        json: { giver: email, currency, allowanceMinor: amountMinor },
        text: `${from ? `From ${core.words.date(from, department.timeZone)} on, ` : ''}${person.name} may give ${what}.`,
      };
    },
  });
}
